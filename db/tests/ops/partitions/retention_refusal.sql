begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(11);

create function pg_temp.refusal(p_parent text, p_to timestamptz)
returns text
language sql
stable
as $$
    select ops.retention_refusal(p_parent, b.relation_oid, b.to_at) from ops.partition_bounds(p_parent) as b where b.to_at = p_to;
$$;
update ops.partition_policies set retain = case when parent = 'core.product_metrics_daily' then interval '2 years' else '1 year' end;
select pg_temp.load_run('r1', pg_temp.observed('B0TESTA001', '2021-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2021-09-10', '{"price": 2}'));

select is(pg_temp.refusal('mart.product_days', '2021-04-01 00:00+00'), null, 'a partition of a mart may be removed');
select is(
    pg_temp.refusal('core.product_metrics_daily', '2021-04-01 00:00+00'),
    'mart.product_days has days from 2021-03-01 on, which need the days of this table from 2020-12-01 on',
    'the partition of its source may not be removed before it'
);
update ops.partition_policies set horizon = '2021-06-01' where parent ~ '^mart\.';
select is(
    pg_temp.refusal('core.product_metrics_daily', '2021-04-01 00:00+00'),
    'mart.product_days has days from 2021-06-01 on, which need the days of this table from 2021-03-03 on',
    'nor while a window of a kept day needs it'
);
update ops.partition_policies set horizon = '2021-07-01' where parent ~ '^mart\.';
select is(pg_temp.refusal('core.product_metrics_daily', '2021-04-01 00:00+00'), null, 'after that it may');
update ops.partition_policies set retain = '1 year' where parent = 'core.product_metrics_daily';
select matches(
    pg_temp.refusal('core.product_metrics_daily', '2021-04-01 00:00+00'), 'is kept 1 year and needs 90 more days',
    'a policy that would break a window is refused at once'
);
select pg_temp.land_run('r2', array[pg_temp.observed('B0TESTA001', '2021-03-11', '{"asin": "bad"}')]);
select is(
    pg_temp.refusal('core.product_snapshots', '2021-04-01 00:00+00'), 'runs wait for promotion and may hold observations of these days',
    'observations that arrived in time are promoted first'
);
create function pg_temp.refusal_now()
returns text
language sql
stable
as $$
    select ops.retention_refusal('staging_raw.raw_events', b.relation_oid, b.to_at)
    from ops.partition_bounds('staging_raw.raw_events') as b
    where b.from_at <= now() and b.to_at > now();
$$;
select is(pg_temp.refusal_now(), 'run r2 is LANDED and has items here: wait for its promotion, or replay it', 'items of an open run stay');
select pg_temp.promote('r2');
select is(pg_temp.refusal_now(), 'run r2 is HALTED and has items here: wait for its promotion, or replay it', 'items of a stopped run stay');
update core.ingest_runs set status = 'PARTIAL', received_count = 1, rejected_count = 1, accepted_count = 0, duplicate_count = 0 where job_id = 'r2';
select is(
    pg_temp.refusal_now(), 'run r2 has open rejects here: replay it, or select ops.dismiss_rejects(''r2'')', 'items with open rejects stay'
);
select ops.dismiss_rejects('r2');
select is(pg_temp.refusal_now(), null, 'items of finished runs may be removed');
insert into ops.dirty_days (asin, marketplace, date, level) values ('B0TESTA001', 'US', '2021-03-10', 'snapshot');
select is(pg_temp.refusal('core.product_snapshots', '2021-04-01 00:00+00'), 'manual changes of these days wait for a refresh', 'manual changes are refreshed first');

select * from finish();
rollback;

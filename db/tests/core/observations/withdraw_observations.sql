begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/differences.psql
select plan(30);

set local role asinmart_owner;
-- Another adapter for the plain form, which reads this instead of the payload.
create temp table adapter on commit drop as select pg_get_functiondef('staging_raw.from_observation'::regproc) as definition;
create function pg_temp.mend(p_change text)
returns void
language plpgsql
volatile
as $$
begin
    execute (
        select replace(a.definition, 'from (select p_payload ||', 'from (select ' || p_change || ' ||') from pg_temp.adapter as a
    );
end;
$$;
create temp view snapshots as
select s.asin, s.scraped_at, s.status, s.price, s.job_id from core.product_snapshots as s order by s.asin, s.scraped_at;

-- An observation that moves to another instant, from a day with and from a day without another observation.
select pg_temp.load_run(
    'w1', '{"asin": "B0TESTA001", "scraped_at": "2025-03-10T18:00:00Z", "price": 10, "title": "Right"}',
    '{"asin": "B0TESTA002", "scraped_at": "2025-03-10T18:00:00Z", "price": 5}'
);
select pg_temp.load_run(
    'w2', '{"asin": "B0TESTA001", "scraped_at": "2025-03-10T18:00:00Z", "moved": "2025-04-11T18:00:00Z", "price": 30, "title": "Wrong", "bullets": ["w"]}',
    '{"asin": "B0TESTA001", "scraped_at": "2025-03-20T18:00:00Z", "moved": "2025-03-21T18:00:00Z", "price": 21, "title": "Wrong too"}',
    '{"asin": "B0TESTA003", "scraped_at": "2025-03-20T18:00:00Z", "renamed": "B0TESTA004", "price": 7, "title": "Named wrong", "bullets": ["w"]}'
);
select results_eq(
    $$select s.scraped_at, s.price from snapshots as s where s.asin = 'B0TESTA001'$$,
    $$values ('2025-03-10 18:00+00'::timestamptz, 30.00), ('2025-03-20 18:00+00', 21)$$, 'the wrong adapter puts two days on one'
);
select pg_temp.mend($$jsonb_strip_nulls(p_payload || jsonb_build_object(
    'scraped_at', coalesce(p_payload ->> 'moved', p_payload ->> 'scraped_at'), 'asin', coalesce(p_payload ->> 'renamed', p_payload ->> 'asin')
))$$);
select results_eq(
    $$select p.status, p.accepted_count, p.duplicate_count from pg_temp.replay('w2') as p$$, $$values ('SUCCESS', 3, 0)$$,
    'the corrected adapter gives other observations'
);
select results_eq(
    $$select s.asin, s.scraped_at, s.price from snapshots as s where s.asin <> 'B0TESTA002'$$,
    $$values ('B0TESTA001', '2025-03-21 18:00+00'::timestamptz, 21.00), ('B0TESTA001', '2025-04-11 18:00+00', 30), ('B0TESTA004', '2025-03-20 18:00+00', 7)$$,
    'they replace the earlier observations of their items'
);
select results_eq(
    'select p.accepted_count, p.withdrawn_count, p.changed_day_count from ops.replay_progress as p', $$values (3::bigint, 3::bigint, 6::bigint)$$,
    'withdrawn observations are counted'
);
select results_eq(
    'select d.asin, d.date from core.product_metrics_daily as d order by d.asin, d.date',
    $$values ('B0TESTA001', '2025-03-21'::date), ('B0TESTA001', '2025-04-11'), ('B0TESTA002', '2025-03-10'), ('B0TESTA004', '2025-03-20')$$,
    'days without another observation are deleted'
);
select is_empty('select * from pg_temp.differences()', 'the marts are updated');
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA003'$$, 'a product without another observation is deleted');
select is_empty($$select 1 from core.product_features as f where f.asin = 'B0TESTA003'$$, 'its features are deleted');
select results_eq(
    $$select p.first_seen_at, p.last_seen_at, p.described_at, p.title from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('2025-03-21 18:00+00'::timestamptz, '2025-04-11 18:00+00'::timestamptz, '2025-04-11 18:00+00'::timestamptz, 'Wrong')$$,
    'the other products have first seen and description of the corrected adapter'
);
-- An observation of an earlier run that it replaced returns with a replay of both runs.
select is(
    (select count(*) from ops.replayable_runs('2000-01-01') as l), 2::bigint, 'there are two runs'
);
select ops.replay(p_from => '2000-01-01');
select ops.promote_next() from generate_series(1, 4);
select results_eq(
    $$select s.scraped_at, s.price, s.job_id from snapshots as s where s.asin = 'B0TESTA001'$$,
    $$values ('2025-03-10 18:00+00'::timestamptz, 10.00, 'w1'), ('2025-03-21 18:00+00', 21, 'w2'), ('2025-04-11 18:00+00', 30, 'w2')$$,
    'an observation that a wrong one replaced returns'
);
select is((select p.first_seen_at from core.products as p where p.asin = 'B0TESTA001'), '2025-03-10 18:00+00'::timestamptz, 'it counts for last seen');

-- In one replay of a range: the earlier run was promoted when the later one withdraws, and is promoted once more.
select pg_temp.mend('p_payload');
select ops.replay(p_from => '2000-01-01');
select ops.promote_next() from generate_series(1, 6);
select results_eq(
    'select r.job_id, r.status, s.price from core.ingest_runs as r cross join lateral (select s.price from snapshots as s where s.scraped_at = ''2025-03-10 18:00+00'' and s.asin = ''B0TESTA001'') as s order by 1',
    $$values ('w1', 'SUCCESS', 30.00), ('w2', 'SUCCESS', 30.00)$$, 'the wrong adapter replaces the right observation again'
);
select pg_temp.mend($$p_payload || jsonb_build_object('scraped_at', coalesce(p_payload ->> 'moved', p_payload ->> 'scraped_at'))$$);
select ops.replay(null, '2000-01-01', now() + interval '1 day');
select ops.promote_next();
select ops.promote_next();
select results_eq(
    $$select r.job_id, r.status from core.ingest_runs as r order by r.id$$, $$values ('w1', 'LANDED'), ('w2', 'SUCCESS')$$,
    'runs before one that withdraws are promoted once more'
);
select is((ops.promote_next()).has_more, true, 'this happens within the replay');
select is((ops.promote_next()).has_more, false, 'once');
select is(
    (select s.price from snapshots as s where s.asin = 'B0TESTA001' and s.scraped_at = '2025-03-10 18:00+00'), 10.00, 'the replaced observation returns'
);
select is_empty('select * from pg_temp.differences()', 'the marts equal their definitions');

-- An adapter that rejects an item or gives another status.
select pg_temp.mend($$p_payload || case when p_payload ->> 'asin' = 'B0TESTA002' then '{"asin": "bad"}' else '{"list_price": 9}' end::jsonb$$);
select results_eq(
    $$select p.status, p.accepted_count, p.rejected_count from pg_temp.replay('w1') as p$$, $$values ('PARTIAL', 1, 1)$$, 'an item that is now rejected loses its observation'
);
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA002' union all select 1 from mart.product_latest as l where l.asin = 'B0TESTA002'$$, 'its product is deleted');
select pg_temp.mend('p_payload');
select is((pg_temp.replay('w1')).status, 'SUCCESS', 'it returns when the item is accepted again');
select is((select p.is_unlisted from core.products as p where p.asin = 'B0TESTA002'), false, 'listed');
select pg_temp.mend($$p_payload || '{"status": "delisted", "price": null}'$$);
select pg_temp.replay('w1');
select is((select p.is_unlisted from core.products as p where p.asin = 'B0TESTA002'), true, 'it is unlisted when the adapter says so');
select pg_temp.mend($$p_payload || case when p_payload ->> 'asin' = 'B0TESTA002' then '{"asin": "B0TESTA009"}' else '{}' end::jsonb$$);
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at) values ('B0TESTA005', 'US', '2020-01-01', '2020-01-01', '2020-01-01');
update core.products set first_seen_at = '2020-01-01' where asin = 'B0TESTA002';
select pg_temp.replay('w1');
select results_eq(
    $$select p.asin, p.is_unlisted from core.products as p where p.asin in ('B0TESTA002', 'B0TESTA009') order by 1$$,
    $$values ('B0TESTA002', false), ('B0TESTA009', false)$$, 'a product that was created before its first observation stays, and is listed again'
);

-- List places.
select pg_temp.mend('p_payload');
select pg_temp.load_run('w3', '{"asin": "B0TESTA006", "scraped_at": "2025-03-10T18:00:00Z", "price": 5, "list_category": "Gloves", "list_rank": 4}');
select pg_temp.mend($$p_payload || '{"list_category": "Mittens"}'$$);
select pg_temp.replay('w3');
select results_eq(
    'select b.category, b.rank from core.bestseller_snapshots as b', $$values ('Mittens', 4)$$, 'a place on a list is removed when its item gives another'
);
select is((select x.withdrawn_count from ops.replays as x order by x.id desc limit 1), 1::bigint, 'removed places are counted');

-- Days that retention has closed stay: their items are too old, or the corrected adapter reads them differently.
select pg_temp.mend('p_payload');
select pg_temp.load_run(
    'w4', '{"asin": "B0TESTA007", "scraped_at": "2025-03-10T18:00:00Z", "price": 5, "list_category": "Hats", "list_rank": 1}',
    '{"asin": "B0TESTA008", "scraped_at": "2025-04-01T18:00:00Z", "price": 6, "title": "Kept", "bullets": ["k"]}',
    '{"asin": "B0TESTA008", "scraped_at": "2025-05-01T18:00:00Z", "price": 7}'
);
update ops.settings set value = '1' where name = 'reject_share_limit';
update ops.partition_policies set horizon = '2025-04-01' where parent = 'core.product_snapshots';
create temp view standing as
select s::text as line from core.product_snapshots as s
union all select b::text from core.bestseller_snapshots as b
union all select d::text from core.product_metrics_daily as d
union all select f::text from core.product_features as f
union all select p::text from core.products as p where p.asin = 'B0TESTA007';
create temp table stood on commit drop as table standing;
select results_eq(
    $$select p.status, p.duplicate_count, p.rejected_count from pg_temp.replay('w4') as p$$, $$values ('PARTIAL', 1, 2)$$, 'items of closed days are rejected in a replay'
);
select bag_eq('table standing', 'table stood', 'their earlier observations stay');
select pg_temp.mend($$p_payload || '{"asin": "B0TESTA009", "list_category": "Caps"}'$$);
select pg_temp.replay('w4');
select bag_eq(
    $$select s.line from standing as s where s.line !~ 'B0TESTA009'$$, $$select s.line from stood as s where s.line !~ '2025-05-01|B0TESTA009'$$,
    'also when the adapter reads them differently'
);
select is_empty('select * from pg_temp.differences()', 'the marts equal their definitions');

select * from finish();
rollback;

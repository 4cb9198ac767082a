begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/versions.psql
select plan(16);

set local role asinmart_owner;
select pg_temp.load_run(
    'r1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "title": "One", "bullets": ["x"]}'),
    pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 20, "title": "One"}'), pg_temp.observed('B0TESTA002', '2025-03-11', '{"asin": "bad"}'),
    '{"slug": "gloves", "snapshot_date": "2025-03-11", "products": [{"asin": "B0TESTA003", "rank": 1, "price": 4}]}'
);
set local role asinmart_loader;
select lives_ok($$select ops.replay_run('r1')$$, 'a loader can start a replay');
set local role asinmart_owner;
select results_eq(
    $$
        select r.status, r.promoted_item_no, r.received_count, r.accepted_count, r.rejected_count, r.attempts, r.finished_at, r.stage_ms
        from core.ingest_runs as r
    $$,
    $$values ('LANDED', 0, 0, 0, 0, 0, null::timestamptz, '{}'::jsonb)$$,
    'the run is LANDED again'
);
create temp table before on commit drop as select * from pg_temp.row_versions();
select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.duplicate_count, p.rejected_count, p.changed_day_count, p.alert_count from pg_temp.promote('r1') as p$$,
    $$values ('PARTIAL', 4, 0, 3, 1, 0, 0)$$,
    'rows that core holds are duplicates'
);
select set_eq('select * from pg_temp.row_versions()', 'table before', 'no row of core, mart or caches is written again');
select isnt_empty('table before', 'there are such rows');
select is((pg_temp.replay('r1')).duplicate_count, 3, 'it can be replayed a third time');
select set_eq('select * from pg_temp.row_versions()', 'table before', 'the third replay writes nothing');

-- A fault in core.
update core.product_snapshots set price = 999 where asin = 'B0TESTA001' and date = '2025-03-10';
select results_eq(
    $$select p.accepted_count, p.duplicate_count from pg_temp.replay('r1') as p$$, $$values (1, 2)$$,
    'a replay repairs core'
);
select is(
    (select d.price_change_pct from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-11'), 100.00,
    'a replay repairs the marts'
);
-- A year passes.
select pg_temp.load_run('r0', jsonb_build_object('asin', 'B0TESTA004', 'scraped_at', now() + interval '9 days', 'price', 4), pg_temp.observed('B0TESTA004', '2025-03-11', '{"price": 4}'));
select ops.replay_run('r0');
select results_eq(
    $$select p.status, p.accepted_count, p.rejected_count from ops.promote_run('r0', now() + interval '1 year') as p$$, $$values ('PARTIAL', 0, 1)$$,
    'a time in the future at arrival is still rejected a year later'
);
select results_eq(
    $$select x.job_id, x.status, x.accepted_count, x.rejected_count from ops.replayed_runs as x order by x.replay_id desc limit 1$$,
    $$values ('r0', 'PARTIAL', 1, 1)$$, 'the previous state is stored'
);
select throws_ok($$select ops.replay_run('no such run')$$, 'AM404', null, 'a missing run is an error');
select ops.start_run('r2', 'file');
select throws_ok($$select ops.replay_run('r2')$$, 'AM409', null, 'a loading run cannot be replayed');
update ops.partition_policies set horizon = (now() at time zone 'UTC')::date where parent = 'staging_raw.raw_events';
select lives_ok($$select ops.replay_run('r1')$$, 'a run with all its items can be replayed');
select ops.promote_run('r1');
update ops.partition_policies set horizon = (now() at time zone 'UTC')::date + 1 where parent = 'staging_raw.raw_events';
select throws_ok(
    $$select ops.replay_run('r1')$$, 'AM409', 'staging no longer holds the items of run r1', 'a run without its items cannot'
);
set local role mart_reader;
select throws_ok($$select ops.replay_run('r1')$$, '42501', null, 'a reader cannot start a replay');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(12);

select pg_temp.land_run('h1', array[
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-10', '{"asin": "bad"}'),
    pg_temp.observed('B0TESTA003', '2025-03-10', '{"asin": "bad"}')
]);
select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.rejected_count, p.has_more from pg_temp.promote('h1') as p$$,
    $$values ('HALTED', 3, 0, 2, false)$$,
    'a run with more rejects than reject_share_limit allows is halted'
);
select is_empty('select 1 from core.product_snapshots', 'it is halted before core');
select is_empty('select 1 from core.products', 'core has none of its rows');
select is_empty('select 1 from ops.cache_invalidations', 'no change is announced');
select is((select count(*) from staging_raw.rejected_events), 2::bigint, 'its rejects are stored');
select results_eq(
    $$select r.error, r.error_code, r.attempts, r.finished_at is not null, r.promoted_item_no from core.ingest_runs as r$$,
    $$values ('2 of 3 rows were rejected, more than the reject_share_limit of 0.5; no row of this slice went to core', 'AM422', 1, true, 0)$$,
    'the run has the reason'
);
select is((ops.promote_run('h1')).status, 'HALTED', 'it is not tried again');
select is((ops.promote_pending()).row_count, 0::bigint, 'the job does not try it again');
update ops.settings set value = '0.7' where name = 'reject_share_limit';
select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.duplicate_count, p.rejected_count from pg_temp.replay('h1') as p$$,
    $$values ('PARTIAL', 3, 1, 0, 2)$$,
    'after the limit is raised a replay promotes the good rows'
);
select results_eq('select s.asin from core.product_snapshots as s', $$values ('B0TESTA001')$$, 'they are then in core');
select is((select count(*) from staging_raw.rejected_events), 2::bigint, 'no reject is stored twice');

-- Exactly at the limit.
update ops.settings set value = '0.5' where name = 'reject_share_limit';
select pg_temp.land_run('h2', array[pg_temp.observed('B0TESTA004', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA005', '2025-03-10', '{"asin": "bad"}')]);
select is((pg_temp.promote('h2')).status, 'PARTIAL', 'a share of exactly the limit passes');

select * from finish();
rollback;

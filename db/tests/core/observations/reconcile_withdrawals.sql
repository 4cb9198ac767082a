begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.load_run(
    's1', '{"asin": "B0TESTA001", "scraped_at": "2025-03-10T18:00:00Z", "price": 10, "title": "One"}',
    '{"asin": "B0TESTA001", "scraped_at": "2025-03-11T18:00:00Z", "price": 10}', '{"asin": "B0TESTA001", "scraped_at": "2025-03-12T18:00:00Z", "price": 10}',
    '{"asin": "B0TESTA002", "scraped_at": "2025-03-12T18:00:00Z", "price": 10}', '{"asin": "B0TESTA003", "scraped_at": "2025-03-12T18:00:00Z", "status": "blocked"}'
);
-- As core.withdraw_observations leaves it.
select ops.promotion_scratch();
select set_config('asinmart.is_promoting', 'on', true);
with removed as (
    delete from core.product_snapshots as s
    where (s.asin, s.date) in (('B0TESTA001', '2025-03-10'), ('B0TESTA001', '2025-03-12'), ('B0TESTA002', '2025-03-12'), ('B0TESTA003', '2025-03-12'))
    returning s.asin, s.marketplace, s.scraped_at, s.date, s.status
)
insert into pg_temp.withdrawn_observations (asin, marketplace, scraped_at, date, status) select r.asin, r.marketplace, r.scraped_at, r.date, r.status from removed as r;
update core.products set described_at = '-infinity' where asin = 'B0TESTA001';
insert into core.product_metrics_daily (asin, marketplace, date) values ('B0TESTA002', 'US', '2025-03-01');
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-10');

select lives_ok('select core.reconcile_withdrawals()', 'withdrawn observations are reconciled');
select results_eq(
    'select c.asin, c.date from pg_temp.changed_days as c order by 1, 2',
    $$values ('B0TESTA001', '2025-03-10'::date), ('B0TESTA001', '2025-03-12'), ('B0TESTA002', '2025-03-12')$$,
    'days that lost a valid observation are recorded once'
);
select results_eq(
    $$select p.first_seen_at, p.last_seen_at, p.described_at, p.title from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('2025-03-11 18:00+00'::timestamptz, '2025-03-11 18:00+00'::timestamptz, '2025-03-11 18:00+00'::timestamptz, 'One')$$,
    'first and last seen come from the remaining observations'
);
select isnt_empty($$select 1 from core.products as p where p.asin = 'B0TESTA002'$$, 'a product with a manually written day stays');
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA003'$$, 'a product without any evidence is deleted');
select is(current_setting('asinmart.is_promoting'), 'off', 'later manual changes are recorded again');

select * from finish();
rollback;

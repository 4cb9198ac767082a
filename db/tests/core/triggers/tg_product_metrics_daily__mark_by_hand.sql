begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.load_run('m1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 11}'));
create view pg_temp.days as
select d.date, d.price, d.job_id from core.product_metrics_daily as d order by d.date;

update core.product_metrics_daily set price = 10 where date = '2025-03-10';
select results_eq(
    'select d.job_id from pg_temp.days as d', $$values ('m1'), ('m1')$$, 'an update without a change keeps the job id'
);
update core.product_metrics_daily set price = 12 where date = '2025-03-10';
select results_eq(
    'table pg_temp.days', $$values ('2025-03-10'::date, 12::numeric, null), ('2025-03-11', 11, 'm1')$$,
    'a manual change clears the job id'
);
update core.product_metrics_daily set date = '2025-03-12' where date = '2025-03-11';
select results_eq(
    'table pg_temp.days', $$values ('2025-03-10'::date, 12::numeric, null::text), ('2025-03-12', 11, null)$$, 'moving a row clears the job id'
);
update core.product_metrics_daily set job_id = 'm1' where date = '2025-03-12';
select is((select d.job_id from pg_temp.days as d where d.date = '2025-03-12'), 'm1', 'a job id that is set manually is kept');
select pg_temp.load_run('m2', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 12}'));
select results_eq(
    $$select d.price, d.job_id from pg_temp.days as d where d.date = '2025-03-10'$$, $$values (12::numeric, 'm2')$$,
    'a new observation sets the job id again, even with equal values'
);
select pg_temp.load_run('m3', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 13}'));
select is((select d.job_id from pg_temp.days as d where d.date = '2025-03-10'), 'm3', 'the promotion''s own changes keep the job id');

select * from finish();
rollback;

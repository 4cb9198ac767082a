begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(3);

create temp view line as select c.status, c.detail from ops.check_freshness('2025-03-20 12:00+00') as c;
select pg_temp.load_run('m1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'));
select results_eq(
    'table line', $$values ('ok', 'every marketplace with tracked products has the day that is due')$$, 'old data of products that are not tracked are ok'
);
insert into app.tracked_products (asin, marketplace) values ('B0TESTA001', 'US');
select is((select l.status from line as l), 'warning', 'a tracked product makes its marketplace expect days');
select matches(
    (select l.detail from line as l), '^the newest day of US is 2025-03-10, 9 days before the day that is due$', 'the marketplace and its newest day are named'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/write_day.psql
set local role asinmart_owner;
select plan(11);

create view pg_temp.noted as
select distinct d.asin, d.marketplace, d.date, d.level from ops.dirty_days as d;

select pg_temp.write_day('B0TESTA001', '2025-03-10', '{"price": 1}');
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'US', '2025-03-10'::date, 'daily')$$,
    'a manually inserted daily row records its day'
);
delete from ops.dirty_days;
update core.product_metrics_daily set price = 2;
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'US', '2025-03-10'::date, 'daily')$$, 'a changed one records its day'
);
delete from ops.dirty_days;
select ops.ensure_partition('core.product_metrics_daily', '2025-04-10');
update core.product_metrics_daily set date = '2025-04-10';
select set_eq(
    'table pg_temp.noted',
    $$values ('B0TESTA001', 'US', '2025-03-10'::date, 'daily'), ('B0TESTA001', 'US', '2025-04-10', 'daily')$$,
    'one moved to another day, also of another month, records both days'
);
delete from ops.dirty_days;
delete from core.product_metrics_daily;
select set_eq('table pg_temp.noted', $$values ('B0TESTA001', 'US', '2025-04-10'::date, 'daily')$$, 'a deleted one records its day');
delete from ops.dirty_days;

select ops.ensure_partition('core.product_snapshots', '2025-03-10');
insert into core.product_snapshots (asin, marketplace, scraped_at, date, status, price, source, job_id)
select 'B0TESTA001', 'US', '2025-03-10 12:00+00'::timestamptz + n * interval '1 hour', '2025-03-10', 'ok', n, 'test', 'hand'
from generate_series(1, 5) as n;
select results_eq(
    'select d.asin, d.date, d.level from ops.dirty_days as d',
    $$values ('B0TESTA001', '2025-03-10'::date, 'snapshot')$$,
    'manually inserted observations record each day once, for recomputing the daily row'
);
delete from ops.dirty_days;
update core.product_snapshots set date = '2025-03-09' where price = 3;
select set_eq(
    'table pg_temp.noted',
    $$values ('B0TESTA001', 'US', '2025-03-09'::date, 'snapshot'), ('B0TESTA001', 'US', '2025-03-10', 'snapshot')$$,
    'an observation moved to another day records both days'
);
delete from ops.dirty_days;
delete from core.product_snapshots where price = 3;
select set_eq('table pg_temp.noted', $$values ('B0TESTA001', 'US', '2025-03-09'::date, 'snapshot')$$, 'a deleted observation records its day');
delete from ops.dirty_days;

set local asinmart.is_promoting = 'on';
update core.product_snapshots set price = 7;
insert into core.product_metrics_daily (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-10');
delete from core.product_metrics_daily;
select is_empty('table pg_temp.noted', 'writes of the promotion are not recorded');
set local asinmart.is_promoting = 'off';
update core.product_snapshots set price = 8;
select isnt_empty('table pg_temp.noted', 'later manual changes are recorded again');

-- A role that may write core but not ops.
reset role;
create role tap_editor;
grant usage on schema core, extensions to tap_editor;
grant select, insert, update, delete on core.product_metrics_daily to tap_editor;
delete from ops.dirty_days;
set local role tap_editor;
select lives_ok(
    $$insert into core.product_metrics_daily (asin, marketplace, date, price) values ('B0TESTA002', 'US', '2025-03-11', 5)$$,
    'a role without rights on ops can change core'
);
reset role;
select results_eq(
    'select d.asin, d.level from ops.dirty_days as d', $$values ('B0TESTA002', 'daily')$$, 'its changes are recorded'
);

select * from finish();
rollback;

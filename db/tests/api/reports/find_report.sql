begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
select plan(6);

set local role asinmart_owner;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', array[pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2025-03-20', '{"price": 12}')]);
select (pg_temp.report(p_depth => 'basic')).version, (pg_temp.report(p_depth => 'standard')).version;
set local role asinmart_api;
select is((api.find_report(pg_temp.a(), 'B0TESTA001', 'US', null)).version, 2, 'the latest version');
select is((api.find_report(pg_temp.a(), 'B0TESTA001', 'US', 1)).depth, 'basic', 'or the one that is asked for');
select throws_ok(
    $$select api.find_report(pg_temp.a(), 'B0TESTA001', 'US', 3)$$, 'AM404', 'there is no version 3 of the report of B0TESTA001 in marketplace US', 'a version that does not exist is named'
);
select throws_ok(
    $$select api.find_report(pg_temp.a(), 'B0TESTA002', 'US', null)$$, 'AM404', 'there is no report of B0TESTA002 in marketplace US', 'so is a product without a report'
);
select throws_ok($$select api.find_report(pg_temp.a(), 'B0TESTA001', 'DE', null)$$, 'AM404', null, 'in the marketplace');
select throws_ok($$select api.find_report(pg_temp.b(), 'B0TESTA001', 'US', null)$$, 'AM404', null, 'another tenant does not find it');

select * from finish();
rollback;

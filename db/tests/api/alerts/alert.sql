begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

create temp table made as select pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-10') as id;
grant select on made to asinmart_api;
set local role asinmart_api;
select is((select api.alert(pg_temp.a(), m.id)::jsonb #>> '{data,asin}' from made as m), 'B0TESTA001', 'a tenant reads its alert');
select throws_ok('select api.alert(pg_temp.b(), m.id) from made as m', 'AM404', null, 'another tenant does not find the alert');
select throws_ok('select api.alert(pg_temp.a(), 4000000000)', 'AM404', 'there is no alert 4000000000', 'a missing alert is not found');

select * from finish();
rollback;

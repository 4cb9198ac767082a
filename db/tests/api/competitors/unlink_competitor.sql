begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace) values
    (pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'US'), (pg_temp.a(), 'B0TESTA001', 'B0TESTA003', 'DE'), (pg_temp.b(), 'B0TESTB001', 'B0TESTA002', 'US');

set local role asinmart_api;
select lives_ok($$select api.unlink_competitor(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'US')$$, 'a link is deleted');
select throws_ok($$select api.unlink_competitor(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'US')$$, 'AM404', null, 'once');
select throws_ok($$select api.unlink_competitor(pg_temp.a(), 'B0TESTB001', 'B0TESTA002', 'US')$$, 'AM404', null, 'another tenant cannot delete the link');

select * from finish();
rollback;

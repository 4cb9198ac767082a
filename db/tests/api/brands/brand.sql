begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(2);

set local role asinmart_api;
select is(
    api.brand(pg_temp.a(), pg_temp.brand(pg_temp.a()))::jsonb -> 'data' ->> 'brand_name', 'Acme', 'a tenant reads its brand'
);
select throws_ok('select api.brand(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');

select * from finish();
rollback;

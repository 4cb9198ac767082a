begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(3);

set local role asinmart_api;
select api.act_as(pg_temp.a());
select lives_ok('select api.check_brand(pg_temp.brand(pg_temp.a()))', 'a brand of the tenant is there');
select throws_ok('select api.check_brand(pg_temp.brand(pg_temp.b()))', 'AM404', format('there is no brand %s', pg_temp.brand(pg_temp.b())), 'another tenant''s is not');
select throws_ok('select api.check_brand(gen_random_uuid())', 'AM404', null, 'nor is an unknown one');

select * from finish();
rollback;

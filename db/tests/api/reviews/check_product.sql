begin;
set local search_path to extensions, public;
\ir ../../support/core_reviews.psql
\ir ../../support/two_tenants.psql
select plan(4);

select pg_temp.seen('B0TESTA001', 'Kettle', 10, 5, 3), pg_temp.reviewed('B0TESTA002', 'RTEST00001', 4);
set local role asinmart_api;
select lives_ok($$select api.check_product('B0TESTA001', 'US')$$, 'a product that was observed is known');
select lives_ok($$select api.check_product('B0TESTA002', 'US')$$, 'so is one that was reviewed');
select throws_ok($$select api.check_product('B0TESTA003', 'US')$$, 'AM404', null, 'any other is not');
select throws_ok($$select api.check_product('B0TESTA001', 'FR')$$, 'AM404', null, 'nor in another marketplace');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(3);

delete from ops.cache_invalidations;
set local role asinmart_api;
select is(api.data_version(), 0::bigint, 'before the first refresh the version is 0');
reset role;
insert into ops.cache_invalidations (product_keys, pair_keys) values ('{}', '{}'), ('{}', '{}');
set local role asinmart_api;
select is(api.data_version(), (select max(i.id) from ops.cache_invalidations as i), 'then the version is that of the newest invalidation');
set local role mart_reader;
select throws_ok('select api.data_version()', '42501', null, 'another role cannot read the version');

select * from finish();
rollback;

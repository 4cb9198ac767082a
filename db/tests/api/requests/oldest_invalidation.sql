begin;
set local search_path to extensions, public;
select plan(2);

delete from ops.cache_invalidations;
set local role asinmart_api;
select is(api.oldest_invalidation(), null, 'without invalidations there is no oldest one');
reset role;
insert into ops.cache_invalidations (product_keys, pair_keys) values ('{}', '{}'), ('{}', '{}');
set local role asinmart_api;
select is(api.oldest_invalidation(), (select min(i.id) from ops.cache_invalidations as i), 'else the oldest kept invalidation is returned');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

insert into ops.cache_invalidations (product_keys, pair_keys) values ('{B0TEST0001:US}', '{}'), ('{B0TEST0002:US}', '{}');
create temp table before as select api.data_version() as version;
select cmp_ok(ops.clear_caches('2025-03-10'), '>', (select b.version + 1000000 from before as b), 'the version leaves a gap that is larger than any loss');
select cmp_ok(
    api.oldest_invalidation(), '>', (select b.version + 1 from before as b), 'a cache cannot read on from a version of before, so it clears itself'
);
select is(api.oldest_invalidation(), api.data_version(), 'one row is left');
select results_eq(
    'select i.created_at, i.product_keys, i.pair_keys, i.brand_keys from ops.cache_invalidations as i',
    $$select '2025-03-10'::timestamptz, '{}'::text[], '{}'::text[], '{}'::text[]$$, 'which names no keys'
);
insert into ops.cache_invalidations (product_keys, pair_keys) values ('{}', '{}');
select cmp_ok(api.data_version(), '>', api.oldest_invalidation(), 'later versions follow it');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(6);

create index brands_unused_idx on core.brands (created_at);
set local role asinmart_admin;
select ok(
    (select u.is_unused from ops.index_usage as u where u.table_name = 'core.brands' and u.index_name = 'brands_unused_idx'),
    'an index that nothing has searched by is unused'
);
select results_eq(
    $$select u.is_unique, u.is_unused from ops.index_usage as u where u.table_name = 'core.brands' and u.index_name = 'brands_pkey'$$,
    $$values (true, false)$$,
    'a key is never unused'
);
select is_empty(
    $$select u.index_name from ops.index_usage as u where u.table_name ~ '^partitions\.'$$, 'indexes of partitions count for their table'
);
select is(
    (select count(*) from ops.index_usage as u where u.table_name = 'core.product_snapshots'),
    (select count(*) from pg_index as i where i.indrelid = 'core.product_snapshots'::regclass),
    'a partitioned table has one row per index'
);
select is(
    (select u.index_bytes from ops.index_usage as u where u.index_name = 'product_snapshots_pkey'),
    (select sum(pg_relation_size(t.relid))::bigint from pg_partition_tree('core.product_snapshots_pkey') as t where t.isleaf),
    'which is as large as those of all partitions'
);
select is_empty('select u.index_name from ops.index_usage as u where not u.is_valid', 'every index of the product is valid');

select * from finish();
rollback;

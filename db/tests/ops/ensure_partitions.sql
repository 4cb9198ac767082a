begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select results_eq(
    $$select s.row_count, s.has_more from ops.ensure_partitions('2090-11-15 12:00+00') as s$$,
    $$select count(*) * 5, false from ops.partition_policies$$,
    'last month, this month and three months ahead are made for every table'
);
select results_eq(
    $$select c.relname::text collate "default" from pg_class as c where c.relname ~ '^product_metrics_rollup_(209|2100)' and c.relkind = 'r' order by c.relname$$,
    $$values
        ('product_metrics_rollup_2090_10'), ('product_metrics_rollup_2090_11'), ('product_metrics_rollup_2090_12'),
        ('product_metrics_rollup_2091_01'), ('product_metrics_rollup_2091_02')
    $$,
    'over the turn of the year'
);
select is((ops.ensure_partitions('2090-11-15 12:00+00')).row_count, 0::bigint, 'a second run makes none');
update ops.partition_policies set months_ahead = 0;
select is(
    (ops.ensure_partitions('2095-01-31 12:00+00')).row_count, (select count(*) * 2 from ops.partition_policies),
    'the policy says how far ahead'
);
select is_empty(
    $$
        select p.oid::regclass::text from pg_class as p where p.relkind = 'p' and p.relnamespace::regnamespace::text in ('staging_raw', 'core', 'mart', 'ops', 'app')
        except select p.parent from ops.partition_policies as p
    $$,
    'every partitioned table has a policy'
);
select is_empty(
    'select p.parent from ops.partition_policies as p where to_regclass(p.parent) is null', 'and every policy a table'
);

select * from finish();
rollback;

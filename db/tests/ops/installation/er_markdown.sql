begin;
set local search_path to extensions, public;
select plan(3);

set local role asinmart_admin;
select matches(ops.er_markdown(), '^# Tables and how they belong together\n\n', 'the page begins with its title');
-- A new table belongs into a topic.
select set_eq(
    $$select distinct m.name[1] from regexp_matches(ops.er_markdown(), '^    "([a-z_.]+)" \{$', 'gn') as m (name)$$,
    $$
        select n.nspname || '.' || c.relname from pg_class as c
        inner join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'sqp') and c.relkind in ('r', 'p', 'm')
    $$,
    'every table is in a diagram'
);
select is_empty(
    $$
        select k.conrelid::regclass, k.confrelid::regclass from pg_constraint as k
        inner join pg_class as c on c.oid = k.conrelid and not c.relispartition
        inner join pg_namespace as n on n.oid = c.relnamespace and n.nspname in ('core', 'mart', 'ops', 'app', 'sqp')
        where k.contype = 'f' and k.confrelid not in ('app.tenants'::regclass, 'core.marketplaces'::regclass)
            and ops.er_markdown() !~ format(
                '"%s" \S+ "%s" :', k.confrelid::regclass, k.conrelid::regclass
            )
    $$,
    'so is every foreign key, but for those of tenants and marketplaces, which nearly all tables have'
);

select * from finish();
rollback;

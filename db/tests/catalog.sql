-- The conventions, checked in the catalog: each list must be empty.
begin;
set local search_path to extensions, public;
select plan(39);

create temp view ours as
select n.oid, n.nspname as name
from pg_namespace as n
where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp', 'accounts', 'partitions');
create temp view relations as
select c.oid, c.oid::regclass::text as name, c.relkind, c.relispartition, s.name as schema_name, c.relrowsecurity, c.relforcerowsecurity
from pg_class as c
inner join ours as s on s.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f');
create temp view columns as
select r.oid, r.name as relation, r.relkind, r.schema_name, a.attnum, a.attname as name, a.atttypid, a.atttypmod
from relations as r
inner join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
where r.schema_name <> 'partitions';
create temp view functions as
select p.oid, p.oid::regprocedure::text as signature, p.proname as name, s.name as schema_name, p.prokind, p.prosecdef, p.proconfig,
    p.proargnames, p.prosrc, p.prorettype, p.proacl, p.provolatile, p.prolang, p.proowner
from pg_proc as p
inner join ours as s on s.oid = p.pronamespace;

-- First, that the lists below look at anything at all.
select set_eq(
    'select o.name::text from ours as o',
    array['staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp', 'accounts', 'partitions'], 'all schemas exist'
);
select cmp_ok((select count(*) from columns), '>', 300::bigint, 'the schemas have columns');
select cmp_ok((select count(*) from functions), '>', 100::bigint, 'the schemas have functions');

-- Comments become the data dictionary.
select is_empty($$select o.name from ours as o where obj_description(o.oid, 'pg_namespace') is null$$, 'every schema has a comment');
select is_empty(
    $$select r.name from relations as r where r.schema_name <> 'partitions' and obj_description(r.oid, 'pg_class') is null$$,
    'every table and view has a comment'
);
select is_empty(
    'select c.relation, c.name from columns as c where col_description(c.oid, c.attnum) is null', 'every column has a comment'
);
select is_empty(
    $$select f.signature from functions as f where obj_description(f.oid, 'pg_proc') is null$$, 'every function has a comment'
);
select is_empty(
    $$
        select t.oid::regtype from pg_type as t
        inner join ours as o on o.oid = t.typnamespace
        left join pg_class as c on c.oid = t.typrelid
        where (t.typtype <> 'c' and t.typelem = 0 or c.relkind = 'c') and obj_description(t.oid, 'pg_type') is null
    $$,
    'every type has a comment'
);
select is_empty(
    $$
        select r.rolname from pg_roles as r
        where r.rolname ~ '^(asinmart_(owner|loader|api|worker|admin|accounts)|mart_reader|tenant_reader|mart_owner)$'
            and shobj_description(r.oid, 'pg_authid') is null
    $$,
    'every role has a comment'
);

-- Names.
select is_empty(
    $$
        select c.relation, c.name from columns as c
        where quote_ident(c.name) <> c.name or c.name !~ '^[a-z][a-z0-9_]*$' or c.relation ~ '"'
    $$,
    'no table and no column needs quotes'
);
select is_empty(
    $$
        select f.signature, a.name from functions as f
        cross join lateral unnest(f.proargnames || f.name::text) as a (name)
        where a.name <> '' and (quote_ident(a.name) <> a.name or a.name !~ '^[a-z][a-z0-9_]*$')
    $$,
    'no function and no parameter needs quotes'
);
select is_empty(
    $$
        select f.signature, p.parameter from functions as f
        inner join pg_proc as g on g.oid = f.oid
        cross join lateral unnest(g.proargnames[1:g.pronargs]) as p (parameter)
        where p.parameter !~ '^p_'
    $$,
    'parameters are named p_...'
);
select is_empty(
    $$select f.signature from functions as f where f.prorettype = 'trigger'::regtype and f.name !~ '^tg(_[a-z_]+)?__[a-z_]+$'$$,
    'trigger functions are named tg_<table>__<what>, or tg__<what> for several tables'
);
select is_empty(
    $$
        select c.relation, c.name from columns as c
        where (c.name ~ '_at$') <> (c.atttypid = 'timestamptz'::regtype) and c.name not in ('newest_observation_at', 'last_refreshed')
    $$,
    'instants, and nothing else, are named ..._at and have a time zone'
);
select is_empty(
    $$select c.relation, c.name from columns as c where c.atttypid in ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype)$$,
    'no column has a time without a time zone'
);
select is_empty(
    $$select c.relation, c.name from columns as c where c.name ~ '^(is|has)_' and c.atttypid <> 'boolean'::regtype$$,
    'columns named is_ or has_ are boolean'
);
select is_empty(
    $$
        select c.relation, c.name from columns as c
        where c.name ~ '_pct(_[0-9]+d)?$' and (c.atttypid <> 'numeric'::regtype or c.atttypmod <> -1)
    $$,
    'a percentage has no precision that could overflow'
);

-- Functions.
select is_empty(
    $$
        select f.signature from functions as f
        where f.prosecdef and not coalesce('search_path=pg_catalog, pg_temp' = any (f.proconfig), false)
    $$,
    'a definer function searches pg_temp last, for types too: with an empty path it would be first'
);
select is_empty(
    $$
        select p.oid::regprocedure, c.setting from pg_proc as p
        cross join lateral unnest(p.proconfig) as c (setting)
        where p.pronamespace::regnamespace::text !~ '^(pg_catalog|information_schema|extensions|cron)$'
            and c.setting ~ '^search_path=' and c.setting !~ ', pg_temp$'
    $$,
    'every other function with a search path has the same path, including those of libraries'
);
select is_empty(
    $$
        select f.signature, x.grantee::regrole from functions as f
        inner join pg_language as l on l.oid = f.prolang and l.lanname = 'plpgsql'
        cross join lateral aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) as x
        where f.prokind = 'f' and x.grantee <> f.proowner and not coalesce('search_path=pg_catalog, pg_temp' = any (f.proconfig), false)
    $$,
    'PL/pgSQL caches types for the session: without its own search path a function is called only by its owner'
);
select is_empty(
    $$
        select f.signature from functions as f
        where f.schema_name in ('app', 'core', 'mart', 'ops', 'sqp', 'api', 'accounts') and f.prokind = 'f'
            and f.name not in ('exceeded_extreme', 'exceeds_thresholds', 'may_exceed_thresholds', 'scoped_changes', 'alert_kind', 'render_alert', 'alert_level', 'rendered_alerts', 'is_offered',
                'is_implausible', 'trusted_prices', 'answer', 'reads_as_tenant')  -- must inline
            and not coalesce('search_path=pg_catalog, pg_temp' = any (f.proconfig), false)
    $$,
    'every function that is not on the path of every row has that search path'
);
select is_empty(
    $$
        select f.signature from functions as f
        where (f.schema_name = 'definitions' or f.prokind = 'p') and (f.proconfig is not null or f.prosecdef)
    $$,
    'a definition, which must inline, and a procedure that commits have no settings of their own'
);
select is_empty(
    $$select f.signature from functions as f where f.schema_name = 'definitions' and (f.prosrc ~* '\mnow\(|current_|clock_timestamp' or f.provolatile <> 's')$$,
    'a definition does not read the current time'
);
select is_empty(
    'select f.schema_name, f.name from functions as f group by f.schema_name, f.name having count(*) > 1', 'no function is overloaded'
);
select results_eq(
    $$
        select f.signature from functions as f
        where has_function_privilege('public', f.oid, 'execute') order by 1
    $$,
    $$values ('app.current_tenant()'), ('app.mart_tenants(boolean)'), ('app.reads_as_tenant()')$$,
    'only the functions that policies call can be called by everybody'
);

-- Tables.
select is_empty(
    $$
        select k.conrelid::regclass, k.conname
        from pg_constraint as k
        inner join relations as r on r.oid = k.conrelid and r.schema_name <> 'partitions'
        where k.contype = 'f'
            and not exists (
                select from pg_index as i
                where i.indrelid = k.conrelid and i.indpred is null
                    and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey
            )
    $$,
    'every foreign key has an index'
);
select is_empty(
    $$
        select r.name from relations as r
        where r.relkind in ('r', 'p') and r.schema_name <> 'partitions' and r.name !~ '^ops\.dirty_'
            and not exists (select from pg_index as i where i.indrelid = r.oid and i.indisprimary)
    $$,
    'every table except the dirty-key lists has a primary key'
);
select is_empty(
    $$select r.name from relations as r where r.schema_name = 'api' or r.schema_name = 'definitions' and r.relkind <> 'm'$$,
    'schema api has only functions, definitions also materialized views'
);
select is_empty(
    $$
        select r.name from relations as r
        where r.relkind = 'm'
            and not exists (select from pg_index as i where i.indrelid = r.oid and i.indisunique and i.indpred is null and i.indexprs is null)
    $$,
    'every materialized view has the unique index for a concurrent refresh'
);
select is_empty(
    $$select r.name, r.relkind from relations as r where r.schema_name = 'mart' and (r.relkind not in ('r', 'p', 'v') or r.relispartition)$$,
    'mart has tables and views, but no partitions and no materialized views'
);
select is_empty(
    $$select r.name from relations as r where (r.schema_name = 'partitions') <> r.relispartition$$,
    'partitions are in their own schema, and nothing else is'
);
select is_empty(
    $$
        select c.relation, c.name, format_type(c.atttypid, c.atttypmod) from columns as c
        inner join pg_type as t on t.oid = c.atttypid
        where c.schema_name = 'mart' and (t.typtype <> 'b' or t.typelem <> 0 and t.typlen = -1 or t.typname in ('json', 'jsonb'))
    $$,
    'no column of mart is an enum, a domain, an array or JSON'
);
select is_empty(
    $$
        select i.indexrelid::regclass from pg_index as i
        inner join relations as r on r.oid = i.indrelid and r.relkind = 'p'
        where (i.indisprimary or i.indisunique) and r.name not in ('staging_raw.raw_events', 'app.api_usage_logs')
            and not exists (
                select from pg_attribute as a
                where a.attrelid = r.oid and a.attnum = any (i.indkey) and a.attname in ('asin', 'asin_main')
            )
    $$,
    'every key of a partitioned table contains the ASIN, by which a cluster would distribute it'
);
select set_eq(
    $$select r.name from relations as r where r.relkind = 'p'$$, 'select p.parent from ops.partition_policies as p',
    'every partitioned table has a policy, and every policy a partitioned table'
);
select is_empty(
    'select p.partrelid::regclass from pg_partitioned_table as p where p.partdefid <> 0', 'no partitioned table has a default partition'
);
select is_empty(
    $$
        select p.parent, b.partition_name, b.bound from ops.partition_policies as p
        cross join lateral ops.partition_bounds(p.parent) as b
        where b.to_at is distinct from (b.from_at at time zone 'UTC' + ('1 ' || p.partition_by)::interval) at time zone 'UTC'
    $$,
    'every partition holds the month or day of its policy'
);
select is_empty(
    $$
        select distinct r.name from relations as r
        inner join columns as c on c.oid = r.oid and c.name = 'tenant_id'
        where r.relkind in ('r', 'p') and not (r.relrowsecurity and r.relforcerowsecurity)
    $$,
    'every table with a tenant has row-level security, also for its owner'
);
select is_empty(
    $$
        select r.name, g.grantee from relations as r
        cross join lateral (
            select x.grantee from pg_class as c cross join lateral aclexplode(c.relacl) as x
            where c.oid = r.oid and x.grantee = 0
        ) as g
    $$,
    'no table is granted to public'
);
select is_empty(
    $$
        select o.name from ours as o
        where has_schema_privilege('public', o.oid, 'create') or has_schema_privilege('public', o.oid, 'usage')
    $$,
    'no schema is granted to public'
);

select * from finish();
rollback;

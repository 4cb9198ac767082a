-- What each role may do, and what it may not: asked of every relation and function there is.
begin;
set local search_path to extensions, public;
\ir support/load_run.psql
select plan(40);

create temp view relations as
select c.oid, c.oid::regclass::text as name, c.relnamespace::regnamespace::text as schema_name
from pg_class as c
where c.relkind in ('r', 'p', 'v')
    and c.relnamespace::regnamespace::text in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'partitions', 'public');
create temp view functions as
select p.oid, p.oid::regprocedure::text as name, p.pronamespace::regnamespace::text as schema_name
from pg_proc as p
where p.pronamespace::regnamespace::text in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'partitions');
grant select on relations, functions to public;

create function pg_temp.readable(p_role text)
returns setof text
language sql
stable
as $$
    select r.name from relations as r
    where has_any_column_privilege(p_role, r.oid, 'select') and has_schema_privilege(p_role, r.schema_name, 'usage') order by 1;
$$;
create function pg_temp.writable(p_role text)
returns setof text
language sql
stable
as $$
    select r.name || ' ' || p.privilege
    from relations as r
    cross join (values ('insert'), ('update'), ('delete'), ('truncate'), ('references'), ('trigger')) as p (privilege)
    where has_table_privilege(p_role, r.oid, p.privilege)
    order by 1;
$$;
create function pg_temp.callable(p_role text)
returns setof text
language sql
stable
as $$
    select f.name from functions as f
    where has_function_privilege(p_role, f.oid, 'execute') and has_schema_privilege(p_role, f.schema_name, 'usage') order by 1;
$$;

-- mart_reader: all of mart and nothing else.
select set_eq(
    $$select pg_temp.readable('mart_reader')$$, $$select r.name from relations as r where r.schema_name = 'mart'$$,
    'mart_reader reads all of mart and nothing else'
);
select is_empty($$select pg_temp.writable('mart_reader')$$, 'it writes nothing');
select is_empty($$select pg_temp.callable('mart_reader')$$, 'it calls none of our functions');

-- asinmart_api: reads what its functions read, writes nothing.
select is_empty($$select pg_temp.writable('asinmart_api')$$, 'asinmart_api writes nothing');
select is_empty(
    $$select r.name from pg_temp.readable('asinmart_api') as r (name) where r.name ~ '^(staging_raw|partitions|app)\.'$$,
    'it reads neither what sources delivered nor what tenants keep'
);
select set_eq(
    $$select pg_temp.callable('asinmart_api')$$,
    $$select f.name from functions as f where f.schema_name = 'api' or f.name ~ '^(ops\.doctor|app\.current_tenant)\('$$,
    'it calls the functions of schema api, the doctor, and nothing else'
);

-- asinmart_loader: staging and runs.
select set_eq(
    $$select pg_temp.writable('asinmart_loader')$$, $$values ('staging_raw.raw_events insert'), ('staging_raw.rejected_events insert')$$,
    'asinmart_loader adds items and rejects, and changes none'
);
select set_eq(
    $$select pg_temp.callable('asinmart_loader') except select 'ops.doctor(timestamp with time zone)'$$,
    $$select f.name from functions as f where f.name ~ '^(ops\.(start_run|land_run|promote_run|promote_next|replay|replay_run|replayable_runs|run_rejects)|staging_raw\.store_texts)\('$$,
    'it opens, lands, promotes and replays runs and asks what became of them'
);
select is_empty(
    $$
        select pg_temp.readable('asinmart_loader')
        except values ('staging_raw.raw_events'), ('staging_raw.rejected_events'), ('core.ingest_runs'), ('core.marketplaces'), ('ops.settings'), ('ops.job_health'), ('ops.pipeline_status'), ('ops.replay_progress')
    $$,
    'it reads staging, runs and the state of the pipeline, no product'
);
select is_empty(
    $$select pg_temp.readable('tenant_reader')$$, 'tenant_reader reads nothing while marts are not restricted to what its tenant tracks'
);
select set_eq($$select pg_temp.writable('asinmart_admin')$$, $$values ('ops.settings update'), ('ops.job_runs insert'), ('ops.job_runs update')$$,
    'asinmart_admin changes settings and writes the ledger of the jobs it runs, no data');
select is_empty(
    $$
        select r.name from relations as r where r.schema_name in ('staging_raw', 'core', 'mart', 'ops', 'app')
        except select pg_temp.readable('asinmart_admin')
    $$,
    'it reads everything'
);
select is_empty($$select pg_temp.writable('asinmart_worker')$$, 'asinmart_worker writes no table');
select is_empty(
    $$
        select r.rolname, s.schema_name
        from pg_roles as r
        cross join (values ('staging_raw'), ('core'), ('definitions'), ('mart'), ('ops'), ('app'), ('api'), ('partitions'), ('public')) as s (schema_name)
        where r.rolname in ('asinmart_loader', 'asinmart_api', 'asinmart_worker', 'mart_reader', 'tenant_reader', 'asinmart_admin')
            and has_schema_privilege(r.oid, s.schema_name, 'create')
    $$,
    'none of them makes tables or functions'
);
select is_empty(
    $$
        select r.rolname from pg_roles as r
        where r.rolname in ('asinmart_loader', 'asinmart_api', 'asinmart_worker', 'mart_reader', 'tenant_reader', 'asinmart_admin')
            and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication)
    $$,
    'none has powers over the server or past row-level security'
);

-- The same by doing it.
set local role asinmart_loader;
select pg_temp.land_run('r1', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "title": "One"}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 2}')]);
select is((pg_temp.promote('r1')).status, 'SUCCESS', 'a loader loads a batch from beginning to end');
select throws_ok('select 1 from core.products', '42501', null, 'but reads no products');
select throws_ok('select 1 from mart.product_latest', '42501', null, 'nor marts');
select throws_ok($$update core.ingest_runs set status = 'SUCCESS'$$, '42501', null, 'nor does it touch the ledger');
select throws_ok('delete from staging_raw.rejected_events', '42501', null, 'nor make rejects disappear');
select throws_ok($$update ops.settings set value = '1'$$, '42501', null, 'nor raise a limit');
select throws_ok('select ops.refresh_dirty()', '42501', null, 'nor refresh by itself');
select throws_ok('select ops.promotion_lock(false)', '42501', null, 'nor take the promotion lock');

set local role mart_reader;
select is((select l.price from mart.product_latest as l where l.asin = 'B0TESTA001'), 2::numeric, 'a reader of mart reads what was loaded');
select is((select s.title from mart.product_summary as s where s.asin = 'B0TESTA001'), 'One', 'also through a view over core');
select throws_ok('select 1 from core.products', '42501', null, 'but not core itself');
select throws_ok('select 1 from staging_raw.raw_events', '42501', null, 'nor staging');
select throws_ok('select 1 from partitions.product_metrics_delta_daily_2025_03', '42501', null, 'nor a partition');
select throws_ok('delete from mart.product_latest', '42501', null, 'and changes nothing');
select throws_ok($$select * from definitions.product_latest()$$, '42501', null, 'nor does it compute anew');

set local role asinmart_api;
select isnt_empty($$select 1 from api.product('B0TESTA001', 'US', '24 hours')$$, 'the API answers');
select throws_ok('select 1 from staging_raw.raw_events', '42501', null, 'but does not read what sources delivered');
select throws_ok('select 1 from app.tenants', '42501', null, 'nor who the tenants are');
select throws_ok($$update core.products set title = 'x'$$, '42501', null, 'and changes nothing');
select throws_ok($$insert into ops.cache_invalidations (product_keys, pair_keys) values ('{}', '{}')$$, '42501', null, 'not even what caches drop');
select is_empty('select 1 from core.alerts', 'without a tenant it sees no alerts');

set local role asinmart_admin;
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA009'$$, 'an admin may look');
select lives_ok($$update ops.partition_policies set retain = '3 years', premake = '2 months', drop_after = '30 days', is_active = true where parent = 'core.alerts'$$, 'and say how long tables are kept');
select throws_ok($$update ops.partition_policies set horizon = '2020-01-01'$$, '42501', null, 'but not what was taken away already');
select throws_ok($$delete from ops.retention_log$$, '42501', null, 'nor change the ledger of it');

select * from finish();
rollback;

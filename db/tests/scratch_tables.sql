-- The register of the temporary tables of a promotion, in the comments of ops.promotion_scratch and what it calls, must
-- match the functions.
begin;
set local search_path to extensions, public;
select plan(4);

create temp view registered as
select t.comment[2] as table_name, regexp_replace(t.comment[1], '\s+(-- )?', ' ', 'g') as description
from pg_proc as p
cross join lateral regexp_matches(p.prosrc, '((?:[ ]*--[^\n]*\n)*)[ ]*create temp table (\w+)', 'g') as t (comment)
where p.oid in ('ops.promotion_scratch()'::regprocedure, 'ops.report_scratch()'::regprocedure, 'ops.product_day_scratch()'::regprocedure,
    'ops.review_scratch()'::regprocedure,
    'ops.rule_scratch()'::regprocedure);

create temp view register as
select r.table_name, u.use, f.name as function_name
from registered as r
cross join lateral (
    values
        ('writes', substring(r.description from 'Written by (.*)\. Read by ')),
        ('reads', substring(r.description from '\. Read by (.*)\.'))
) as u (use, names)
cross join lateral unnest(string_to_array(u.names, ', ')) as f (name);

-- TRUNCATE and ANALYZE count neither as writing nor as reading.
create temp view code as
select
    n.nspname || '.' || p.proname as function_name,
    regexp_replace(
        regexp_replace(p.prosrc, '--[^\n]*', '', 'g'), '\mtruncate\M[^;]*;|\manalyze\s+pg_temp\.\w+', '', 'g'
    ) as body
from pg_proc as p
inner join pg_namespace as n on n.oid = p.pronamespace
where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp')
    and p.oid not in ('ops.promotion_scratch()'::regprocedure, 'ops.report_scratch()'::regprocedure, 'ops.product_day_scratch()'::regprocedure,
    'ops.review_scratch()'::regprocedure,
    'ops.rule_scratch()'::regprocedure);

create temp view used as
select m.found[1] as table_name, 'writes' as use, c.function_name
from code as c
cross join lateral regexp_matches(c.body, '\m(?:insert into|update|delete from)\s+pg_temp\.(\w+)', 'g') as m (found)
union
select m.found[1], 'reads', c.function_name
from code as c
cross join lateral regexp_matches(
    regexp_replace(c.body, '\m(insert into|update|delete from)\s+pg_temp\.\w+', '', 'g'), 'pg_temp\.(\w+)', 'g'
) as m (found);

select cmp_ok((select count(*) from used), '>', 100::bigint, 'the functions use temporary tables');
select set_eq(
    'select r.table_name from registered as r', 'select u.table_name from used as u', 'every temporary table is created and used'
);
select is_empty(
    $$select r.table_name from registered as r where r.description !~ '^ ?A row: .+\. Written by .+\. Read by .+\. ?$'$$,
    'every table has a comment with row, writers and readers'
);
select set_eq(
    'select r.table_name, r.use, r.function_name from register as r', 'select u.table_name, u.use, u.function_name from used as u',
    'the register has the functions that write and read each table'
);

select * from finish();
rollback;

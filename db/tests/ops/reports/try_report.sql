begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12}'));
create function pg_temp.tried(p_asin text, p_depth text default 'basic') returns table (version integer, is_new boolean, error text) language sql volatile as $$
    select t.* from ops.try_report(pg_temp.a(), p_asin, 'US', p_depth, now()) as t;
$$;
select results_eq($$select * from pg_temp.tried('B0TESTA001')$$, $$values (1, true, null::text)$$, 'a report that is made has a version');
select results_eq(
    $$select t.version, t.is_new from ops.try_report(pg_temp.a(), 'B0TESTA001', 'US', 'basic', now() + interval '1 hour') as t$$, $$values (1, false)$$,
    'one that would be the same is not new'
);
select results_eq(
    $$select * from pg_temp.tried('B0TESTA009')$$,
    $$values (null::integer, false, 'there is no observation of B0TESTA009 in marketplace US. Load a file that has the product, or track it.')$$, 'one that is not says why, and what to do'
);
select results_eq(
    $$select * from pg_temp.tried('B0TESTA002')$$,
    $$values (null::integer, false, 'B0TESTA002 has no competitors in marketplace US. Create a competitive group with it as the main product, or link competitors.')$$, 'also without competitors'
);
select results_eq(
    $$select t.version, t.is_new, t.error like 'making the report failed: %(23514)' from pg_temp.tried('B0TESTA001', 'none') as t$$,
    'values (null::integer, false, true)', 'a fault of the program says so with its code, and stops no other report'
);
select results_eq('select r.version from core.competition_reports as r', 'values (1)', 'what was made before stays');

select * from finish();
rollback;

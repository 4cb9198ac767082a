begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(5);

select pg_temp.dear_market();
select pg_temp.renew('2025-03-31 20:00+00');
select throws_ok(
    $$update core.recommendations set summary = '[]'$$, 'AM409', 'version 1 of the recommendation for B0TESTMAIN is final', 'a version does not change'
);
select throws_ok('delete from core.recommendations', 'AM409', 'version 1 of the recommendation for B0TESTMAIN is final', 'nor is it deleted');
select lives_ok($$delete from app.tenants where tenant_id = '00000000-0000-0000-0000-000000000001'$$, 'but with its tenant');
select is_empty('select 1 from core.recommendations', 'it goes');
select is_empty('select 1 from core.recommendation_actions union all select 1 from core.recommendation_checks', 'with all that belongs to it');

select * from finish();
rollback;

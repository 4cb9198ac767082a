begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(3);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', array[pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2025-03-20', '{"price": 12}')]);
create temp table shown on commit drop as select api.competition_report_json(r)::jsonb as item from pg_temp.report() as r;
select is(
    (select s.item - array['summary', 'evidence', 'charts', 'execution_time_seconds', 'generated_at'] from shown as s),
    '{"asin_main": "B0TESTA001", "marketplace": "US", "version": 1, "depth": "standard", "status": "thin_data", "model": "rules-v1", "based_on_version": null,
        "as_of": "2025-03-20"}'::jsonb,
    'a report has its version, and what it is made by'
);
select is(
    (select array_agg(k.name order by k.name) from shown as s cross join lateral jsonb_object_keys(s.item) as k (name) where k.name in ('summary', 'evidence', 'charts', 'execution_time_seconds')),
    array['charts', 'evidence', 'execution_time_seconds', 'summary'], 'and its content'
);
select is((select s.item ? 'tenant_id' from shown as s), false, 'but no tenant');

select * from finish();
rollback;

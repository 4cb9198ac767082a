begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
select plan(6);

create function pg_temp.page(p_tenant_id uuid, p_after text, p_limit integer, p_asin text default 'B0TESTA001') returns table (versions text, next_key text) language sql volatile as $$
    select pg_temp.items(l.data, 'version'), l.next_key from api.competition_reports(p_tenant_id, p_asin, 'US', p_after, p_limit) as l;
$$;

set local role asinmart_owner;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', array[pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2025-03-20', '{"price": 12}')]);
select count(r.version) from (values ('basic'), ('standard'), ('comprehensive')) as d (depth) cross join lateral pg_temp.report(pg_temp.a(), d.depth) as r;
select (pg_temp.report(pg_temp.b())).version;
set local role asinmart_api;
select results_eq($$select * from pg_temp.page(pg_temp.a(), null, 2)$$, $$values ('3 2', '[2]')$$, 'versions, newest first, page by page');
select results_eq($$select * from pg_temp.page(pg_temp.a(), '[2]', 2)$$, $$values ('1', null::text)$$, 'the last page has no next one');
select results_eq($$select * from pg_temp.page(pg_temp.a(), null, 3)$$, $$values ('3 2 1', null::text)$$, 'nor has a full one');
select results_eq($$select * from pg_temp.page(pg_temp.b(), null, 3)$$, $$values ('1', null::text)$$, 'a tenant has its own versions');
select results_eq($$select * from pg_temp.page(pg_temp.a(), null, 3, 'B0TESTA002')$$, $$values (null::text, null::text)$$, 'a product without reports has an empty list');
select is(
    (select (l.data::jsonb -> 0) - array['as_of', 'generated_at'] from api.competition_reports(pg_temp.b(), 'B0TESTA001', 'US', null, 1) as l),
    (
        select jsonb_build_object('version', 1, 'depth', 'standard', 'status', 'thin_data', 'model', 'rules-v1', 'based_on_version', null, 'claim_count', jsonb_array_length(r.evidence))
        from core.competition_reports as r where r.tenant_id = pg_temp.b()
    ),
    'an item has the version without its content'
);

select * from finish();
rollback;

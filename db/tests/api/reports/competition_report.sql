begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
select plan(8);

create function pg_temp.latest(p_tenant_id uuid, p_asin text default 'B0TESTA001') returns table (data_version bigint, body jsonb) language sql volatile as $$
    select r.data_version, r.body::jsonb from api.competition_report(p_tenant_id, p_asin, 'US', '12 hours') as r;
$$;

set local role asinmart_owner;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA003'), pg_temp.compare(pg_temp.b(), 'B0TESTA002', 'B0TESTA001');
select pg_temp.load('c1', array[pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2025-03-20', '{"price": 12}'), pg_temp.observed('B0TESTA003', '2025-03-20', '{"price": 14}')]);
select count(*) from ops.generate_reports('2025-04-01 12:00+00');
create temp table seen (data_version bigint, body jsonb);
grant all on seen to asinmart_api;
set local role asinmart_api;
insert into seen select * from pg_temp.latest(pg_temp.a());
select results_eq(
    $$select s.body #>> '{data,version}', s.body #>> '{data,asin_main}', s.body #>> '{meta,as_of}' from seen as s$$, $$values ('1', 'B0TESTA001', '2025-03-20')$$, 'the latest report as an answer'
);
select ok((select jsonb_array_length(s.body #> '{data,evidence}') > 20 and s.body #> '{data,summary}' ? 'price' from seen as s), 'with its claims and sentences');
select ok((select s.body::text !~ 'B0TESTA003' from seen as s), 'without another tenant''s competitors');
select is((select l.body #>> '{data,evidence}' ~ 'B0TESTA003' from pg_temp.latest(pg_temp.b()) as l), true, 'which has its own');
select is_empty($$select * from pg_temp.latest(pg_temp.a(), 'B0TESTA002')$$, 'a tenant without a report of the product gets none');
set local role asinmart_owner;
select pg_temp.load('c2', array[pg_temp.observed('B0TESTA001', '2025-03-21', '{"price": 11}'), pg_temp.observed('B0TESTA002', '2025-03-21', '{"price": 12}')]);
set local role asinmart_api;
select is((select l.body #>> '{data,version}' from pg_temp.latest(pg_temp.a()) as l), '1', 'new data is no new report yet');
set local role asinmart_owner;
select count(*) from ops.generate_reports('2025-04-02 12:00+00');
set local role asinmart_api;
select is((select l.body #>> '{data,version}' from pg_temp.latest(pg_temp.a()) as l), '2', 'the job makes it');
select cmp_ok((select l.data_version from pg_temp.latest(pg_temp.a()) as l), '>', (select s.data_version from seen as s), 'and its data version is higher, so that caches take it');

select * from finish();
rollback;

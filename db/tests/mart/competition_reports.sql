begin;
set local search_path to extensions, public;
\ir ../support/competition.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.compare(t.tenant_id, 'B0TESTA001', 'B0TESTA002') from app.tenants as t;
select pg_temp.load('c1', pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12}'));
select count(r.version) from app.tenants as t cross join lateral pg_temp.report(t.tenant_id) as r;
select (pg_temp.report(p_depth => 'basic')).version;
select results_eq(
    $$select r.version, r.depth, r.model, r.based_on_version, r.status, r.as_of, r.generated_at from mart.competition_reports as r where r.tenant_id = pg_temp.a() order by r.version$$,
    $$
        values (1, 'standard', 'rules-v1', null::integer, 'thin_data', '2025-03-20'::date, '2025-04-01 12:00+00'::timestamptz),
            (2, 'basic', 'rules-v1', null, 'thin_data', '2025-03-20', '2025-04-01 12:00+00')
    $$,
    'one row a version'
);
select is_empty(
    $$
        select r.version from mart.competition_reports as r
        where r.claim_count <> (
            select count(*) from mart.report_claims as c
            where c.tenant_id = r.tenant_id and c.asin_main = r.asin_main and c.marketplace = r.marketplace and c.version = r.version
        )
    $$,
    'claims are counted'
);
select is((select count(*) from mart.competition_reports), 4::bigint, 'the owner sees those of all tenants');
set local role mart_reader;
select results_eq(
    'select r.tenant_id from mart.competition_reports as r', $$values ('00000000-0000-0000-0000-000000000001'::uuid)$$, 'a reader of mart those of the default tenant'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/competition.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.compare(t.tenant_id, 'B0TESTA001', 'B0TESTA002') from app.tenants as t;
select pg_temp.load('c1', pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12}'));
select count(r.version) from app.tenants as t cross join lateral pg_temp.report(t.tenant_id) as r;
select results_eq(
    $$
        select c.metric, c.asin, c.asin_comp, c.claim_value, c.unit, c.claim_text, c.relation_name, c.column_name, c.row_key::jsonb
        from mart.report_claims as c where c.tenant_id = pg_temp.a() and c.claim_id = 'price_diff:B0TESTA002'
    $$,
    $$
        values ('price_diff', 'B0TESTA001', 'B0TESTA002', '-2.00', 'currency', '-2.00 USD', 'competitor_comparison', 'price_diff',
            '{"asin_main": "B0TESTA001", "asin_comp": "B0TESTA002", "marketplace": "US", "date": "2025-03-20"}'::jsonb)
    $$,
    'a claim has its value, its text and its cell'
);
select is_empty(
    $$
        select c.claim_id from mart.report_claims as c
        inner join core.competition_reports as r on r.tenant_id = c.tenant_id and r.version = c.version
        where r.evidence -> (c.position_no - 1) ->> 'id' <> c.claim_id
            or r.evidence -> (c.position_no - 1) ->> 'definition' is distinct from c.definition
    $$,
    'its place is that in the report'
);
select results_eq(
    $$select count(*) from mart.report_claims as c where c.tenant_id = pg_temp.a()$$,
    $$select jsonb_array_length(r.evidence)::bigint from core.competition_reports as r where r.tenant_id = pg_temp.a()$$, 'one row a claim'
);
set local role mart_reader;
select results_eq(
    'select distinct c.tenant_id from mart.report_claims as c', $$values ('00000000-0000-0000-0000-000000000001'::uuid)$$, 'a reader of mart sees those of the default tenant'
);

select * from finish();
rollback;

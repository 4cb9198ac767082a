begin;
set local search_path to extensions, public;
\ir ../support/competition.psql
set local role asinmart_owner;
select plan(3);

select pg_temp.compare(t.tenant_id, 'B0TESTA001', 'B0TESTA002') from app.tenants as t;
select pg_temp.load('c1', pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12}'));
select count(r.version) from app.tenants as t cross join lateral pg_temp.report(t.tenant_id) as r;
select results_eq(
    $$select s.position_no, s.tone, s.sentence from mart.report_sentences as s where s.tenant_id = pg_temp.a() and s.version = 1 and s.section = 'price' order by s.position_no$$,
    $$values (1, 'neutral', 'Mug 1 costs 10.00 USD, place #1 of 2 from cheap to dear.'), (2, 'good', 'Mug 2 is dearer, by 2.00 USD: 16.67 % of its price.')$$,
    'sentences in the order of their section'
);
select results_eq(
    $$select s.section, count(*) from mart.report_sentences as s where s.tenant_id = pg_temp.a() group by 1 order by 1$$,
    $$select k.section, jsonb_array_length(k.list)::bigint from core.competition_reports as r cross join lateral jsonb_each(r.summary) as k (section, list) where r.tenant_id = pg_temp.a() order by 1$$,
    'one row a sentence'
);
set local role mart_reader;
select results_eq(
    'select distinct s.tenant_id from mart.report_sentences as s', $$values ('00000000-0000-0000-0000-000000000001'::uuid)$$, 'a reader of mart sees those of the default tenant'
);

select * from finish();
rollback;

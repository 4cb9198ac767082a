-- What it computes is tested by db/tests/mart/competitor_trends.sql, whose view has the same text.
begin;
set local search_path to extensions, public;
\ir ../support/competition.psql
set local role asinmart_owner;
select plan(2);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA003');
select pg_temp.load(
    'c1',
    pg_temp.days('B0TESTA001', '2025-03-01', '2025-03-03', '{"price": 10, "rating": 4}') || pg_temp.days('B0TESTA002', '2025-03-01', '2025-03-03', '{"price": 12}')
    || pg_temp.days('B0TESTA003', '2025-03-02', '2025-03-03', '{"price": 14, "rating": 5}')
);
select isnt_empty('select 1 from core.competitor_trends', 'there are rows');
select bag_eq('select to_jsonb(c) from core.competitor_trends as c', 'select to_jsonb(m) from mart.competitor_trends as m', 'they are those of mart');

select * from finish();
rollback;

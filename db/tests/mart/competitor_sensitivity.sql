begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
\ir ../support/two_tenants.psql
set local role asinmart_owner;
select plan(7);

-- Scores by price are 80.6, 19.4 and 50, by rank 19.4, 80.6 and 50: what the one weight loses the other wins.
insert into core.competitor_links (tenant_id, asin_main, asin_comp)
select t.tenant_id, 'B0TESTA001', c.asin from app.tenants as t cross join (values ('B0TESTA002'), ('B0TESTA003'), ('B0TESTA004')) as c (asin) where t.name ~ '^tenant';
select pg_temp.write_day('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 300}');
select pg_temp.write_day('B0TESTA002', '2025-03-10', '{"price": 30, "bsr": 100}');
select pg_temp.write_day('B0TESTA003', '2025-03-10', '{"price": 20, "bsr": 200}');
select pg_temp.write_day('B0TESTA004', '2025-03-10', '{}');
create function pg_temp.weigh(p_tenant_id uuid, p_price numeric, p_bsr numeric) returns void language sql volatile as $$
    insert into app.tenant_score_weights (tenant_id, metric, weight)
    values (p_tenant_id, 'price', p_price), (p_tenant_id, 'bsr', p_bsr)
    on conflict (tenant_id, metric) do update set weight = excluded.weight;
$$;
create function pg_temp.ranks(p_tenant_id uuid) returns table (asin text, score_rank bigint, best_rank bigint, worst_rank bigint, range text) language sql stable as $$
    select s.asin, s.score_rank, s.best_rank, s.worst_rank, s.rank_if_weights_move from mart.competitor_sensitivity as s where s.tenant_id = p_tenant_id order by s.asin;
$$;
-- Equal weights: all have 50. Price 1.2: 52.8, 47.2, 50; price 0.8: 46.6, 53.4, 50; and the other way round for the rank.
select pg_temp.weigh(pg_temp.a(), 1, 1), pg_temp.weigh(pg_temp.b(), 1, 0.5);
select results_eq(
    'select * from pg_temp.ranks(pg_temp.a())', $$values ('B0TESTA001', 1::bigint, 1::bigint, 3::bigint, '1-3'), ('B0TESTA002', 1, 1, 3, '1-3'), ('B0TESTA003', 1, 1, 2, '1-2')$$,
    'of equals all are first; a weight a fifth lower or higher makes each of two the first or the last'
);
-- Price 1, rank 0.5: 60.2, 39.8, 50; price 0.8: 57.1, 42.9, 50.
select results_eq(
    'select * from pg_temp.ranks(pg_temp.b())', $$values ('B0TESTA001', 1::bigint, 1::bigint, 1::bigint, '1'), ('B0TESTA002', 3, 3, 3, '3'), ('B0TESTA003', 2, 2, 2, '2')$$,
    'with other weights of another tenant the ranks are firm'
);
-- Price 1, rank 0.9: 51.6, 48.4, 50; rank 1.08: 48.8, 51.2, 50.
select pg_temp.weigh(pg_temp.a(), 1, 0.9);
select results_eq(
    'select * from pg_temp.ranks(pg_temp.a())', $$values ('B0TESTA001', 1::bigint, 1::bigint, 3::bigint, '1-3'), ('B0TESTA002', 3, 1, 3, '1-3'), ('B0TESTA003', 2, 2, 2, '2')$$,
    'the first and the last change places, the second stays'
);
select is_empty($$select 1 from mart.competitor_sensitivity as s where s.asin = 'B0TESTA004'$$, 'a member without a score has no range');
select is_empty(
    $$
        select s.* from mart.competitor_sensitivity as s
        full join (select d.* from mart.competitor_scores_daily as d where d.composite_score is not null) as d
            using (tenant_id, asin_main, asin, marketplace, date, score_rank)
        where s.asin is null or d.asin is null or s.score_rank not between s.best_rank and s.worst_rank
    $$,
    'each score has a range that includes its rank'
);
select pg_temp.weigh(pg_temp.a(), 0, 0);
select is_empty(
    $$select 1 from mart.competitor_sensitivity as s where s.tenant_id = pg_temp.a()$$, 'without a weight for a known metric there is no rank'
);
set local role mart_reader;
select is((select count(*) from mart.competitor_sensitivity), 0::bigint, 'a reader of mart sees the ranks of the default tenant alone');

select * from finish();
rollback;

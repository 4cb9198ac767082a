begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(4);

-- Three products over 150 days: gaps, days without price, rank or rating, ranks of two categories, one with a single day.
select pg_temp.write_day(
    p.asin, '2025-01-01'::date + n,
    jsonb_strip_nulls(jsonb_build_object(
        'price', case when (n * p.step) % 7 <> 0 then 10 + (n * p.step) % 13 end,
        'bsr', case when (n * p.step) % 5 <> 0 then 100 + (n * p.step * 37) % 211 end,
        'bsr_category', case when (n * p.step) % 5 <> 0 then case when n % 40 < 20 then 'Gloves' else 'Mittens' end end,
        'rating', case when n % 3 <> 0 then 4 + (n % 10) / 10.0 end,
        'reviews_count', case when n % 4 <> 1 then 10 + n end
    ))
)
from (values ('B0TESTA001', 1), ('B0TESTA002', 3)) as p (asin, step)
cross join generate_series(0, 149) as n
where (n * p.step) % 11 <> 4;
select pg_temp.write_day('B0TESTA003', '2025-02-14', '{"price": 5}');

create view pg_temp.spans as
select s.from_date::date as from_date, s.to_date::date as to_date
from (values
    ('2025-01-01', '2025-06-30'), ('2025-05-30', '2025-05-30'), ('2025-02-10', '2025-03-20'), ('2024-01-01', '2025-01-01')
) as s (from_date, to_date);

select is_empty(
    $$
        select s.from_date, d.* from pg_temp.spans as s
        cross join lateral definitions.product_metrics_rollup_by_day(s.from_date, s.to_date) as d
        except
        select s.from_date, d.* from pg_temp.spans as s
        cross join lateral definitions.product_metrics_rollup(s.from_date, s.to_date) as d
    $$,
    'the rows day by day are all in the definition'
);
select is_empty(
    $$
        select s.from_date, d.* from pg_temp.spans as s
        cross join lateral definitions.product_metrics_rollup(s.from_date, s.to_date) as d
        except
        select s.from_date, d.* from pg_temp.spans as s
        cross join lateral definitions.product_metrics_rollup_by_day(s.from_date, s.to_date) as d
    $$,
    'the rows of the definition are all among those day by day'
);
select is(
    (select count(*) from definitions.product_metrics_rollup_by_day('2025-01-01', '2025-06-30')),
    (select 3 * count(*) from core.product_metrics_daily),
    'three windows for every observed day'
);
select isnt_empty(
    $$
        select 1 from definitions.product_metrics_rollup_by_day('2025-01-01', '2025-06-30') as d
        where d.price_change_pct is null or d.bsr_change_pct is null
    $$,
    'some days of the test have no change'
);

select * from finish();
rollback;

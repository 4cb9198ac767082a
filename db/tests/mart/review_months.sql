begin;
set local search_path to extensions, public;
\ir ../support/core_reviews.psql
select plan(1);

select
    pg_temp.reviewed('B0TESTA001', 'RTEST00001', 1, '2025-02-01'), pg_temp.reviewed('B0TESTA001', 'RTEST00002', 4, '2025-02-28', p_is_verified => false),
    pg_temp.reviewed('B0TESTA001', 'RTEST00003', 5, '2025-02-10', p_is_verified => null), pg_temp.reviewed('B0TESTA001', 'RTEST00004', 2, '2025-03-01'),
    pg_temp.reviewed('B0TESTA001', 'RTEST00005', 5, null), pg_temp.reviewed('B0TESTA002', 'RTEST00006', 3, '2025-03-01', p_is_verified => null);

select results_eq(
    'select m.* from mart.review_months as m order by m.asin, m.month',
    $$
        values
            ('B0TESTA001', 'US', '2025-02-01'::date, 3::bigint, 1::bigint, 0::bigint, 0::bigint, 1::bigint, 1::bigint, 3.33, 50.0),
            ('B0TESTA001', 'US', '2025-03-01'::date, 1::bigint, 0::bigint, 1::bigint, 0::bigint, 0::bigint, 0::bigint, 2.00, 100.0),
            ('B0TESTA002', 'US', '2025-03-01'::date, 1::bigint, 0::bigint, 0::bigint, 1::bigint, 0::bigint, 0::bigint, 3.00, null::numeric)
    $$,
    'a month has the reviews that were written in it; those of unknown day are in none'
);

select * from finish();
rollback;

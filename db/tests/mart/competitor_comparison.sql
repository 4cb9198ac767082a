begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(2);

insert into core.competitor_links (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US');
select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8, "bsr": 20, "bsr_category": "Gloves", "title": "Gloves", "rating": 4}'),
    pg_temp.observed('B0TESTA002', '2025-03-01', '{"price": 10, "bsr": 30, "bsr_category": "Gloves", "title": "Mittens"}'),
    pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 8}')
);
set local role mart_reader;
select results_eq(
    $$
        select c.date, c.main_title, c.comp_title, c.currency_code, c.main_price, c.comp_price, c.price_diff, c.main_bsr, c.comp_bsr, c.bsr_gap,
            c.main_rating, c.comp_rating, c.rating_diff
        from mart.competitor_comparison as c
    $$,
    $$values ('2025-03-01'::date, 'Gloves', 'Mittens', 'USD', 8::numeric, 10::numeric, -2::numeric, 20, 30, -10, 4::numeric, null::numeric, null::numeric)$$,
    'a day on which both were observed has both sides and their difference'
);
reset role;
select is((select count(*) from mart.competitor_comparison), (select count(*) from mart.competitor_comparison_daily), 'one row a comparison');
select * from finish();
rollback;

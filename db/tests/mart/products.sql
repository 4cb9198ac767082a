begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(1);

select pg_temp.load_run('s1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 8, "title": "Gloves", "brand": "Warm", "marketplace": "UK"}'));
set local role mart_reader;
select results_eq(
    'select p.asin, p.marketplace, p.currency_code, p.title, p.brand, p.product_url, p.is_active, p.is_unlisted from mart.products as p',
    $$values ('B0TESTA001', 'UK', 'GBP', 'Gloves', 'Warm', 'https://www.amazon.co.uk/dp/B0TESTA001', true, false)$$,
    'a product has its description, currency and address'
);
select * from finish();
rollback;

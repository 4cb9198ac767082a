begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(1);

insert into core.products (asin, marketplace, title, brand, first_seen_at, last_seen_at, described_at)
values ('B0TESTA001', 'DE', 'Handschuhe', 'Warm', now(), now(), now());
insert into core.bestseller_snapshots (asin, marketplace, category, date, rank, price, listed_at, job_id) values
    ('B0TESTA001', 'DE', 'Handschuhe', '2025-03-01', 2, 8.5, '2025-03-01 12:00+00', 's1'), ('B0TESTA002', 'DE', 'Handschuhe', '2025-03-01', 1, null, '2025-03-01 12:00+00', 's1');
set local role mart_reader;
select results_eq(
    'select b.category, b.date, b.rank, b.asin, b.title, b.brand, b.currency_code, b.price from mart.bestseller_ranks as b order by b.rank',
    $$
        values ('Handschuhe', '2025-03-01'::date, 1, 'B0TESTA002', null, null, 'EUR', null),
            ('Handschuhe', '2025-03-01', 2, 'B0TESTA001', 'Handschuhe', 'Warm', 'EUR', 8.5)
    $$,
    'a list has its places, with what is known of the products'
);
select * from finish();
rollback;

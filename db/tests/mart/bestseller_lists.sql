begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(1);

insert into core.categories (marketplace, category_path, name, parent_path, level) values ('US', 'Home', 'Home', null, 1), ('US', 'Pens', 'Pens', null, 1);
insert into core.bestseller_lists (marketplace, category, category_path) values ('US', 'Mugs', 'Home'), ('US', 'Pens', 'Pens');
insert into core.bestseller_snapshots (asin, marketplace, category, date, rank, listed_at, job_id)
values
    ('B0TESTA001', 'US', 'Mugs', '2025-03-10', 1, now(), 'j'), ('B0TESTA002', 'US', 'Mugs', '2025-03-10', 2, now(), 'j'),
    ('B0TESTA001', 'US', 'Mugs', '2025-03-09', 1, now(), 'j');
select results_eq(
    'select l.category, l.category_path, l.newest_date, l.product_count from mart.bestseller_lists as l order by 1',
    $$values ('Mugs', 'Home', '2025-03-10'::date, 2::bigint), ('Pens', 'Pens', null, 0)$$, 'a list has its category and its newest day'
);

select * from finish();
rollback;

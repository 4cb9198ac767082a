begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.load_run(
    'k1',
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "title": "a", "category_path": "Home > Kitchen > Mugs"}'),
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 1, "title": "b", "category_path": "Home > Kitchen"}'),
    pg_temp.observed('B0TESTA003', '2025-03-10', '{"price": 1, "title": "c", "category_path": "Sports > Mugs", "url": "https://www.amazon.de/dp/B0TESTA003"}')
);
select results_eq(
    'select c.marketplace, c.category_path, c.name, c.parent_path, c.level::integer from core.categories as c order by 1, 2',
    $$values
        ('DE', 'Sports', 'Sports', null, 1), ('DE', 'Sports > Mugs', 'Mugs', 'Sports', 2),
        ('US', 'Home', 'Home', null, 1), ('US', 'Home > Kitchen', 'Kitchen', 'Home', 2), ('US', 'Home > Kitchen > Mugs', 'Mugs', 'Home > Kitchen', 3)$$,
    'a path has all categories above it, in each shop'
);
create temp table before as select c.xmin::text as version, c.category_path from core.categories as c;
select pg_temp.load_run(
    'k2', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 1, "title": "a", "category_path": "Home > Kitchen > Mugs"}'),
    pg_temp.observed('B0TESTA002', '2025-03-11', '{"status": "blocked", "category_path": "Wrong"}'),
    pg_temp.observed('B0TESTA004', '2025-03-11', '{"price": 1, "title": "d"}')
);
select results_eq(
    'select c.xmin::text, c.category_path from core.categories as c order by 2', 'select b.version, b.category_path from before as b order by 2',
    'known paths and failed pages write nothing'
);
select pg_temp.load_run(
    'k3',
    pg_temp.observed('B0TESTA001', '2025-03-12', '{"list_category": "Mugs", "list_rank": 1}'),
    pg_temp.observed('B0TESTA002', '2025-03-12', '{"list_category": "Home", "list_rank": 1}'),
    pg_temp.observed('B0TESTA004', '2025-03-12', '{"list_category": "Elsewhere", "list_rank": 1}')
);
select results_eq(
    'select l.category, l.category_path from core.bestseller_lists as l order by 1',
    $$values ('Elsewhere', 'Elsewhere'), ('Home', 'Home'), ('Mugs', 'Home > Kitchen > Mugs')$$,
    'a list is of the category of its path or of its name, or a root of its own'
);
select results_eq(
    $$select c.name, c.parent_path, c.level::integer from core.categories as c where c.category_path = 'Elsewhere'$$,
    $$values ('Elsewhere', null::text, 1)$$, 'its root is in the tree'
);
select pg_temp.load_run(
    'k4',
    pg_temp.observed('B0TESTA005', '2025-03-12', '{"price": 1, "title": "e", "category_path": "Office > Pens"}'),
    pg_temp.observed('B0TESTA006', '2025-03-12', '{"price": 1, "title": "f", "category_path": "School > Pens"}')
);
select pg_temp.load_run('k5', pg_temp.observed('B0TESTA005', '2025-03-13', '{"list_category": "Pens", "list_rank": 1}'));
select is(
    (select l.category_path from core.bestseller_lists as l where l.category = 'Pens'), 'Pens', 'of two categories of its name it is of neither'
);
select throws_ok(
    $$delete from core.categories where category_path = 'Home'$$, '23503', null, 'a category with children stays'
);

select * from finish();
rollback;

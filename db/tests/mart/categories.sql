begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(1);

insert into core.categories (marketplace, category_path, name, parent_path, level) values
    ('US', 'Home', 'Home', null, 1), ('US', 'Home > Mugs', 'Mugs', 'Home', 2), ('US', 'Elsewhere', 'Elsewhere', null, 1);
insert into core.bestseller_lists (marketplace, category, category_path) values ('US', 'Mugs', 'Home > Mugs');
update core.products set category_path = 'Home > Mugs' where asin in ('B0TESTA001', 'B0TESTA002');
update core.products set category_path = 'Home' where asin = 'B0TESTA003';
select results_eq(
    $$
        select c.category_path, c.name, c.parent_path, c.level::integer, c.product_count, c.own_product_count, c.has_bestseller_list
        from mart.categories as c order by c.category_path
    $$,
    $$values
        ('Elsewhere', 'Elsewhere', null, 1, 0::bigint, 0::bigint, false), ('Home', 'Home', null, 1, 3, 1, false),
        ('Home > Mugs', 'Mugs', 'Home', 2, 2, 2, true)$$,
    'a category counts its products and those below it'
);

select * from finish();
rollback;

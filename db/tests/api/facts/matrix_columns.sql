begin;
set local search_path to extensions, public;
select plan(2);

select is((select array_agg(c.place order by c.place) from api.matrix_columns() as c), array[1, 2, 3, 4, 5, 6, 7], 'the columns have an order');
select is_empty(
    $$
        select c.metric from api.matrix_columns() as c
        where not exists (
            select from pg_attribute as a
            where a.attrelid in ('core.product_summary'::regclass, 'mart.listing_content'::regclass) and a.attname = c.metric
        ) or exists (select from core.claim_columns() as r where r.column_name = c.metric and r.prefix = '' and r.unit <> c.unit)
    $$,
    'each metric is a column of mart, with the unit that it has in reports'
);

select * from finish();
rollback;

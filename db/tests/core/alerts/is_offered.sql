begin;
set local search_path to extensions, public;
select plan(1);

select results_eq(
    $$
        select core.is_offered(v.status, v.in_stock)
        from (values (1, 'ok', true), (2, 'ok', null), (3, null, null), (4, 'ok', false), (5, 'out_of_stock', null), (6, 'out_of_stock', true)) as v (n, status, in_stock)
        order by v.n
    $$,
    array[true, true, true, false, false, false],
    'a price is offered unless the product is out of stock'
);

select * from finish();
rollback;

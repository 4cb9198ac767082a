begin;
set local search_path to extensions, public;
select plan(1);

select results_eq(
    $$
        select core.is_implausible(v.price, v.other, 100)
        from (values (1, 1, 100), (2, 100, 1), (3, 99.99, 1), (4, 49.99, 0.01), (5, 5, 5), (6, null, 5), (7, 5, null), (8, 0, 5)) as v (n, price, other)
        order by v.n
    $$,
    array[true, true, false, true, false, null, null, null],
    'a factor of a hundred in either direction is implausible, less is not, and unknown prices give null'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(6);

delete from ops.cache_invalidations;
insert into ops.cache_invalidations (product_keys, pair_keys)
select array['P' || n], case when n = 2 then array['A:B:US'] else '{}' end from generate_series(1, 3) as n;
create temp table numbers on commit drop as select i.id, i.product_keys[1] as name from ops.cache_invalidations as i;
grant select on numbers to public;
set local role asinmart_api;
select results_eq(
    'select i.product_keys, i.pair_keys from api.invalidations_after(0) as i', $$values (array['P1'], '{}'::text[]), (array['P2'], array['A:B:US']), (array['P3'], '{}')$$,
    'a listener without a position gets all kept invalidations, oldest first'
);
select results_eq(
    $$select i.product_keys[1] from numbers as n cross join lateral api.invalidations_after(n.id) as i where n.name = 'P1'$$, $$values ('P2'), ('P3')$$,
    'a listener with a position gets the rest'
);
select is_empty(
    $$select 1 from numbers as n cross join lateral api.invalidations_after(n.id) as i where n.name = 'P3'$$, 'a listener at the end gets none'
);
select results_eq('select i.product_keys[1] from api.invalidations_after(0, 2) as i', $$values ('P1'), ('P2')$$, 'the limit is respected');
select results_eq('select i.id from api.invalidations_after(0) as i', 'select n.id from numbers as n order by n.id', 'each invalidation has its version');

reset role;
update ops.cache_invalidations set brand_keys = array['T:B'] where product_keys = '{P2}';
set local role asinmart_api;
select results_eq('select i.brand_keys from api.invalidations_after(0) as i', $$values ('{}'::text[]), (array['T:B']), ('{}')$$, 'brands are named too');

select * from finish();
rollback;

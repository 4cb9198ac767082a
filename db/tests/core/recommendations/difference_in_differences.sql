begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(7);

-- Changes 0.1, 0.2 and 0.3: mean 0.2, deviation 0.1; t with 2 degrees of freedom 4.303, times 0.1 times the root of 4/3 is 0.4969.
select results_eq(
    $$select d.peer_count, round(d.peer_change, 4), round(d.effect, 4), round(d.effect_low, 4), round(d.effect_high, 4)
        from core.difference_in_differences(-0.5, array[0.1, 0.2, 0.3]) as d$$,
    $$values (3, 0.2000, -0.7000, -1.1969, -0.2031)$$, 'the effect is the change beyond the mean of the others, within a prediction interval'
);
select results_eq(
    $$select d.peer_count, d.effect, d.effect_low, d.effect_high from core.difference_in_differences(1, array[0.0, 1.0]) as d$$,
    $$values (2, 0.50000000000000000000, null::numeric, null::numeric)$$, 'two others give no interval'
);
select results_eq(
    $$select d.peer_count, d.effect::integer, d.effect_low from core.difference_in_differences(1, array[0, 0, 0, 0]::numeric[]) as d$$,
    $$values (4, 1, null::numeric)$$, 'nor do others that all changed alike'
);
select results_eq(
    $$select d.peer_count, d.peer_change, d.effect from core.difference_in_differences(1, null) as d$$, $$values (0, null::numeric, null::numeric)$$, 'without others there is no effect'
);
select results_eq(
    $$select d.peer_count, d.effect, d.effect_low from core.difference_in_differences(null, array[1, 2, 3]::numeric[]) as d$$, $$values (3, null::numeric, null::numeric)$$, 'nor without the product'
);

-- Placebo: products and 3, 5 or 10 others that change by the same chance. The interval misses 0 in 5 of 100 cases.
select setseed(0.4);
create temp table chance as
select
    s.others, s.run, array_agg(sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) as changes
from (
    select k.others, n.run, i.place
    from (values (3), (5), (10)) as k (others)
    cross join generate_series(1, 1000) as n (run)
    cross join lateral generate_series(0, k.others) as i (place)
) as s
group by s.others, s.run;
create temp table coverage as
select c.others, avg((d.effect_low <= 0.0 and d.effect_high >= 0.0)::integer) as covered, avg((d.effect_low + p.planted > 0.0)::integer) as power
from chance as c
cross join (values (12.0)) as p (planted)
cross join lateral core.difference_in_differences((c.changes[1])::numeric, (c.changes[2:])::numeric[]) as d
group by c.others;
select is_empty(
    'select c.others, c.covered from coverage as c where c.covered not between 0.93 and 0.97', 'without an effect, 95 of 100 intervals contain 0'
);
select is_empty('select c.others, c.power from coverage as c where c.power < 0.8', 'a large effect is found in most cases');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(4);

select setseed(0.17);
create temp table averages on commit drop as
select v.value, s.total, s.days, t.pct, t.change, round(s.total / s.days, 3) as average
from generate_series(1, 20000) as g (n)
cross join lateral (select 1 + (random() * 89)::integer + 0 * g.n as days) as d
cross join lateral (select round((random() * 10 ^ (random() * 7) * d.days)::numeric, 2) as total, d.days) as s
cross join lateral (select round(s.total / s.days * (0.5 + random())::numeric, 2) as value) as v
cross join lateral (
    select (array[-1, 0, 5, 10, 33.5])[1 + (random() * 4)::integer + 0 * g.n] as pct, (array[0, 0.2, 1, 50])[1 + (random() * 3)::integer + 0 * g.n] as change
) as t;

select is_empty(
    $$
        select * from averages as a
        where core.exceeds_thresholds(a.value, a.average, a.pct, a.change)
            and core.may_exceed_thresholds(a.value, a.total, a.days, a.pct, a.change) is not true
    $$,
    'no value that exceeds thresholds is left out'
);
select cmp_ok(
    (select count(*) from averages as a where core.may_exceed_thresholds(a.value, a.total, a.days, a.pct, a.change)),
    '<=', (select count(*) + 200 from averages as a where core.exceeds_thresholds(a.value, a.average, a.pct, a.change)),
    'few others are kept'
);
select is(
    (select count(*) from averages as a where core.exceeds_thresholds(a.value, a.average, a.pct, a.change)) between 5000 and 19000, true,
    'values of both kinds were compared'
);
select is(
    coalesce(core.may_exceed_thresholds(1, null, 0, 10, 0), core.may_exceed_thresholds(null, 10, 1, 10, 0), false), false,
    'an unknown value or an empty window exceeds nothing'
);

select * from finish();
rollback;

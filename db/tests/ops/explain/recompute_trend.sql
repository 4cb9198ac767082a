begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

-- A line that rises by 2 a day over 14 days after the first; the fifth is unknown.
create temp table line as
select jsonb_build_array(jsonb '[]', jsonb '[]', jsonb_agg(to_char(date '2025-03-01' + d, 'YYYY-MM-DD') order by d), jsonb_agg(case when d <> 4 then 2 * d end order by d), jsonb '[]',
    jsonb '[]', jsonb '[]', jsonb '[]') as inputs
from generate_series(0, 14) as d;
select is(r.value, '14', 'days with a known value') from line as l cross join lateral ops.recompute_trend('trend_days', null, l.inputs) as r;
select is(r.value, '2.0000', 'slope a day') from line as l cross join lateral ops.recompute_trend('slope', 4, l.inputs) as r;
select is(r.value, '28.00', 'change over the 14 days') from line as l cross join lateral ops.recompute_trend('trend_change', 2, l.inputs) as r;
select is(r.value, '"rising"', 'direction') from line as l cross join lateral ops.recompute_trend('trend_direction', null, l.inputs) as r;
select is(value, '"too few days"', 'a line needs 14 days') from ops.recompute_trend('trend_direction', null, '[["2025-03-01", "2025-03-20"], [1, 5], [], [], [], [], [], []]');
select is(value, null, 'one day has no slope') from ops.recompute_trend('slope', 4, '[["2025-03-01"], [1], [], [], [], [], [], []]');
select is(value, '0', 'no day at all') from ops.recompute_trend('trend_days', null, '[[], [], [], [], [], [], [], []]');

select * from finish();
rollback;

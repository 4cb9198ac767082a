begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(23);

select results_eq($$select * from ops.recompute('value', null, '[[3]]')$$, $$values ('3'::jsonb, 'the value 3')$$, 'value');
select results_eq($$select * from ops.recompute('read', null, '[["x"]]')$$, $$values ('"x"'::jsonb, 'x, as the adapter reads it')$$, 'read');
select results_eq($$select * from ops.recompute('difference', null, '[[19.99], [24.99]]')$$, $$values ('-5.00'::jsonb, '19.99 - 24.99 = -5.00')$$, 'difference');
select results_eq($$select * from ops.recompute('difference', null, '[[19.99], []]')$$, $$values (null::jsonb, '19.99 - unknown = unknown')$$, 'a missing row makes it unknown');
select results_eq($$select * from ops.recompute('percent_change', 2, '[[30], [40]]')$$,
    $$values ('-25.00'::jsonb, 'from 40 to 30: (30 - 40) * 100 / 40 = -25.00 %')$$, 'percent_change');
select is(value, null, 'a base of 0 makes it unknown') from ops.recompute('percent_change', 2, '[[30], [0]]');
select results_eq($$select * from ops.recompute('percent_gap', 2, '[[41.59], [35.35]]')$$,
    $$values ('17.65'::jsonb, '(41.59 - 35.35) * 100 / 35.35 = 17.65 %')$$, 'percent_gap');
select results_eq($$select * from ops.recompute('percent_of', 1, '[[2], [3]]')$$, $$values ('66.7'::jsonb, '2 * 100 / 3 = 66.7 %')$$, 'percent_of');
select results_eq($$select * from ops.recompute('days_between', null, '[["2025-03-10"], ["2025-03-08"]]')$$,
    $$values ('2'::jsonb, 'days from 2025-03-08 to 2025-03-10 = 2')$$, 'days_between');
select is(value, 'true', 'equal') from ops.recompute('equal', null, '[["Mugs"], ["Mugs"]]');
select is(value, null, 'equal with an unknown value is unknown') from ops.recompute('equal', null, '[["Mugs"], [null]]');
select is(value, 'true', 'differ') from ops.recompute('differ', null, '[["S1"], ["S2"]]');
select is(value, null, 'differ with an unknown value is unknown') from ops.recompute('differ', null, '[["S1"], [null]]');
select is(value, 'true', 'distinct: unknown is another value') from ops.recompute('distinct', null, '[["Mugs"], [null]]');
select is(value, null, 'distinct without a row to compare with is unknown') from ops.recompute('distinct', null, '[["Mugs"], []]');
select is((select array_agg(r.value #>> '{}') from (values ('[[false], [true]]'::jsonb), ('[[true], [false]]'), ('[[true], [true]]')) as v (inputs)
    cross join lateral ops.recompute('stock_change', null, v.inputs) as r), array['lost', 'regained', null], 'stock_change');
select is(value, 'true', 'is_failed') from ops.recompute('is_failed', null, '[["blocked"]]');
select is(value, '"Mugs"', 'last_of_path') from ops.recompute('last_of_path', null, '[["Home > Kitchen > Mugs"]]');
select results_eq($$select * from ops.recompute('score', 1, '[[-0.5], [true]]')$$, $$values ('62.5'::jsonb, '50 - 25 * -0.5 = 62.5')$$, 'score: lower is better');
select results_eq($$select * from ops.recompute('score', 1, '[[2.5], [false]]')$$,
    $$values ('100.0'::jsonb, '50 + 25 * 2.5 = 100.0, with the z cut at 2')$$, 'score: cut at 2');
select is(value, '5', 'lists go to the other functions') from ops.recompute('minimum', null, '[[7, 5]]');
select results_eq($$select * from ops.recompute('kept', null, '[]')$$,
    $$values (null::jsonb, 'kept by the installation, not computed from other rows')$$, 'an end is not computed again');
select is(how, 'stated by this row', 'stated') from ops.recompute('stated', null, '[]');

select * from finish();
rollback;

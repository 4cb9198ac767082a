begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(19);

select results_eq($$select * from ops.recompute_list('mean', 4, '[[10, null, 11]]')$$, $$values ('10.5000'::jsonb, 'mean of 10, 11 = 10.5000')$$, 'mean of known values');
select results_eq($$select * from ops.recompute_list('mean', 2, '[[null]]')$$, $$values (null::jsonb, 'mean of no known value = unknown')$$, 'mean of none');
select is(value, '3', 'minimum') from ops.recompute_list('minimum', null, '[[9, 3]]');
select is(value, '9', 'maximum') from ops.recompute_list('maximum', null, '[[9, 3, null]]');
select is(how, 'highest of 9 values from 1 to 9 = 9', 'many values are shown by their ends')
from ops.recompute_list('maximum', null, '[[1, 2, 3, 4, 5, 6, 7, 8, 9]]');
select is(value, '3', 'count counts rows') from ops.recompute_list('count', null, '[[9, 3, null]]');
select is(value, '2', 'count_known') from ops.recompute_list('count_known', null, '[[9, 3, null]]');
select is(value, '1', 'count_true') from ops.recompute_list('count_true', null, '[[true, false, null]]');
select is(value, '2', 'count_distinct') from ops.recompute_list('count_distinct', null, '[["a", "b", "a", null]]');
select is(value, '"a"', 'most_frequent') from ops.recompute_list('most_frequent', null, '[["b", "a", "a", null]]');
select is(value, '66.7', 'share_of_value, percent of known values') from ops.recompute_list('share_of_value', 1, '[["a", "b", "a", null], ["a"]]');
select is(value, null, 'share_of_value of an unknown one') from ops.recompute_list('share_of_value', 1, '[["a"], [null]]');
select is(value, '2', 'rank_lowest') from ops.recompute_list('rank_lowest', null, '[[5], [3, 5, 5, 9, null]]');
select is(value, '2', 'rank_highest') from ops.recompute_list('rank_highest', null, '[[5], [3, 5, 5, 9, null]]');
select is(value, null, 'no own value, no rank') from ops.recompute_list('rank_lowest', null, '[[null], [3, 5]]');
-- Mean 4, standard deviation of the population 2.
select is(value, '-1.000', 'z_score') from ops.recompute_list('z_score', 3, '[[2], [2, 6]]');
select is(value, null, 'z_score of equal values') from ops.recompute_list('z_score', 3, '[[2], [2, 2]]');
select is((select array_agg(r.value) from (values ('[[5], [5]]'::jsonb), ('[[5], []]'), ('[[null], []]')) as v (inputs)
    cross join lateral ops.recompute_list('has_rows', null, v.inputs) as r), array['true', 'false', null]::jsonb[], 'has_rows');
select results_eq($$select * from ops.recompute_list('nonsense', null, '[[1]]')$$, $$values (null::jsonb, null::text)$$, 'an unknown operation gives nulls');

select * from finish();
rollback;

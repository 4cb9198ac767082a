begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

-- Scores: price z -1, lower is better: 75; rank unknown; rating z 1: 75; reviews z -2: 0. Weights 0.3, 0.2, 0.2.
select is(value, '53.6', 'the weighted mean of the known scores: (0.3 * 75 + 0.2 * 75 + 0.2 * 0) / 0.7')
from ops.recompute_score(1, '[[-1], [null], [1], [-2], ["bsr", "price", "rating", "reviews"], [0.3, 0.3, 0.2, 0.2], [true, true, false, false], [], []]');
select is(value, '37.5', 'a weight of the tenant counts instead: (0.3 * 75 + 0.3 * 0) / 0.6')
from ops.recompute_score(1, '[[-1], [null], [1], [-2], ["bsr", "price", "rating", "reviews"], [0.3, 0.3, 0.2, 0.2], [true, true, false, false],
    ["rating", "reviews"], [0, 0.3]]');
select is(how, 'mean of price 75.0 with weight 0.3 = 75.0', 'it says which scores with which weights')
from ops.recompute_score(1, '[[-1], [null], [null], [null], ["price"], [0.3], [true], [], []]');
select is(value, null, 'no known score') from ops.recompute_score(1, '[[null], [null], [null], [null], ["price"], [0.3], [true], [], []]');

select * from finish();
rollback;

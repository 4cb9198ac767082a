begin;
set local search_path to extensions, public;
select plan(4);

select is(core.exceeded_extreme(9.99, 10, 20), 10::numeric, 'a value below the low exceeds the low');
select is(core.exceeded_extreme(20.01, 10, 20), 20::numeric, 'a value above the high exceeds the high');
select results_eq('select core.exceeded_extreme(v, 10, 20) from unnest(array[10, 15, 20]) as v', 'values (null::numeric), (null), (null)', 'a value between them, or equal to one, exceeds neither');
select is(coalesce(core.exceeded_extreme(null, 10, 20), core.exceeded_extreme(5, null, null)), null, 'an unknown value or extreme gives null');

select * from finish();
rollback;

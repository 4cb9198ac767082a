begin;
set local search_path to extensions, public;
select plan(5);

select ok(core.exceeds_thresholds(110.01, 100, 10, 0) and core.exceeds_thresholds(89.99, 100, 10, 0), 'more than ten percent either way is beyond ten percent');
select ok(not core.exceeds_thresholds(110, 100, 10, 0), 'ten percent are not');
select ok(core.exceeds_thresholds(102, 100, -1, 2) and not core.exceeds_thresholds(101.99, 100, -1, 2), 'an amount is reached where it is met');
select ok(not core.exceeds_thresholds(100, 100, -1, 0), 'what did not move is beyond nothing');
select is(
    coalesce(core.exceeds_thresholds(null, 100, 10, 0), core.exceeds_thresholds(200, null, 10, 0), core.exceeds_thresholds(200, 100, null, null)), null,
    'an unknown value or threshold gives null'
);

select * from finish();
rollback;

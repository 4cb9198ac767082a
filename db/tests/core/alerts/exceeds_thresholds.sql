begin;
set local search_path to extensions, public;
select plan(5);

select ok(core.exceeds_thresholds(110.01, 100, 10, 0) and core.exceeds_thresholds(89.99, 100, 10, 0), 'more than ten percent in either direction exceeds ten percent');
select ok(not core.exceeds_thresholds(110, 100, 10, 0), 'exactly ten percent does not exceed ten percent');
select ok(core.exceeds_thresholds(102, 100, -1, 2) and not core.exceeds_thresholds(101.99, 100, -1, 2), 'an exact amount meets the amount');
select ok(not core.exceeds_thresholds(100, 100, -1, 0), 'no change exceeds no threshold');
select is(
    coalesce(core.exceeds_thresholds(null, 100, 10, 0), core.exceeds_thresholds(200, null, 10, 0), core.exceeds_thresholds(200, 100, null, null)), null,
    'an unknown value or threshold gives null'
);

select * from finish();
rollback;

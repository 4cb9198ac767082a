begin;
set local search_path to extensions, public;
select plan(3);

select is(core.alert_level('{"direction": "up"}'), 'up', 'the level has the direction');
select is(core.alert_level('{"direction": "down", "is_threefold": true}'), 'down threefold', 'the level shows a change of three times the threshold');
select is(core.alert_level('{}'), null, 'without a change there is no level');

select * from finish();
rollback;

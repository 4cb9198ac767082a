begin;
set local search_path to extensions, public;
select plan(3);

select is(core.alert_level('{"direction": "up"}'), 'up', 'the direction');
select is(core.alert_level('{"direction": "down", "is_threefold": true}'), 'down threefold', 'and whether it is three times as far');
select is(core.alert_level('{}'), null, 'of what moves nowhere there is none');

select * from finish();
rollback;

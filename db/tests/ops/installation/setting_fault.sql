begin;
set local search_path to extensions, public;
select plan(15);

create function pg_temp.fault(p_value text, p_value_type text, p_min_value text default null, p_max_value text default null)
returns text language sql as $$select ops.setting_fault(p_value, p_value_type, p_min_value, p_max_value)$$;
select is(pg_temp.fault('0.5', 'number', '0', '1'), null, 'a number within its bounds is accepted');
select is(pg_temp.fault('1', 'number', '0', '1'), null, 'a value equal to a bound is accepted');
select is(pg_temp.fault('1.01', 'number', '0', '1'), 'a number from 0 to 1', 'a value above the bounds is not');
select is(pg_temp.fault('-1', 'number', '0', '1'), 'a number from 0 to 1', 'a value below the bounds is not');
select is(pg_temp.fault('abc', 'number', '0', '1'), 'a number from 0 to 1', 'a word is not a number');
select is(pg_temp.fault('', 'number', '0', '1'), 'a number from 0 to 1', 'an empty text is not a number');
select is(pg_temp.fault('NaN', 'number', '0', '1'), 'a number from 0 to 1', 'NaN is not a number');
select is(pg_temp.fault('7', 'integer', '0', '23'), null, 'an integer is accepted');
select is(pg_temp.fault('7.5', 'integer', '0', '23'), 'an integer from 0 to 23', 'an integer has no fraction');
select is(pg_temp.fault('99', 'integer', '0', '23'), 'an integer from 0 to 23', 'an integer must be within its bounds');
select is(pg_temp.fault('99999999999999999999', 'integer', '0', '23'), 'an integer from 0 to 23', 'an integer of any length is checked');
select is(pg_temp.fault('2 hours', 'interval', '1 hour', '1 day'), null, 'an interval is accepted');
select is(pg_temp.fault('for ever', 'interval', '1 hour', '1 day'), 'an interval from 1 hour to 1 day', 'another text is not an interval');
select is(pg_temp.fault('junglee/amazon-crawler', 'text'), null, 'a text is accepted');
select is(pg_temp.fault(' x', 'text'), 'a text of 1 to 200 characters without blanks at its ends', 'a text has no spaces at its ends');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(15);

create function pg_temp.fault(p_value text, p_value_type text, p_min_value text default null, p_max_value text default null)
returns text language sql as $$select ops.setting_fault(p_value, p_value_type, p_min_value, p_max_value)$$;
select is(pg_temp.fault('0.5', 'number', '0', '1'), null, 'a number within its bounds is taken');
select is(pg_temp.fault('1', 'number', '0', '1'), null, 'a bound too');
select is(pg_temp.fault('1.01', 'number', '0', '1'), 'a number from 0 to 1', 'one beyond them is not');
select is(pg_temp.fault('-1', 'number', '0', '1'), 'a number from 0 to 1', 'nor below');
select is(pg_temp.fault('abc', 'number', '0', '1'), 'a number from 0 to 1', 'nor a word');
select is(pg_temp.fault('', 'number', '0', '1'), 'a number from 0 to 1', 'nor nothing');
select is(pg_temp.fault('NaN', 'number', '0', '1'), 'a number from 0 to 1', 'nor what is no number');
select is(pg_temp.fault('7', 'integer', '0', '23'), null, 'an integer is one');
select is(pg_temp.fault('7.5', 'integer', '0', '23'), 'an integer from 0 to 23', 'without a fraction');
select is(pg_temp.fault('99', 'integer', '0', '23'), 'an integer from 0 to 23', 'within its bounds');
select is(pg_temp.fault('99999999999999999999', 'integer', '0', '23'), 'an integer from 0 to 23', 'however long');
select is(pg_temp.fault('2 hours', 'interval', '1 hour', '1 day'), null, 'an interval too');
select is(pg_temp.fault('for ever', 'interval', '1 hour', '1 day'), 'an interval from 1 hour to 1 day', 'and nothing else');
select is(pg_temp.fault('junglee/amazon-crawler', 'text'), null, 'a text is a text');
select is(pg_temp.fault(' x', 'text'), 'a text of 1 to 200 characters without blanks at its ends', 'without blanks at its ends');

select * from finish();
rollback;

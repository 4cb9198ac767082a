begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(14);

create function pg_temp.at(p_at timestamptz, p_from integer, p_to integer, p_zone text default 'UTC')
returns timestamptz language sql stable as 'select ops.next_active_at($1, $2, $3, $4)';
select is(pg_temp.at('2025-03-10 03:00+00', null, null), '2025-03-10 03:00+00', 'without hours a message is sent at once');
select is(pg_temp.at('2025-03-10 09:00+00', 9, 17), '2025-03-10 09:00+00', 'the first hour is included');
select is(pg_temp.at('2025-03-10 16:59+00', 9, 17), '2025-03-10 16:59+00', 'the last minute is included');
select is(pg_temp.at('2025-03-10 17:00+00', 9, 17), '2025-03-11 09:00+00', 'after the hours it waits for the next day');
select is(pg_temp.at('2025-03-10 08:59+00', 9, 17), '2025-03-10 09:00+00', 'before the hours it waits for them');
select is(pg_temp.at('2025-03-10 23:00+00', 22, 6), '2025-03-10 23:00+00', 'hours can extend over midnight');
select is(pg_temp.at('2025-03-10 05:59+00', 22, 6), '2025-03-10 05:59+00', 'they include the time after midnight');
select is(pg_temp.at('2025-03-10 06:00+00', 22, 6), '2025-03-10 22:00+00', 'they end in the morning');
select is(pg_temp.at('2025-03-10 23:30+00', 20, 24), '2025-03-10 23:30+00', 'hours can end at midnight');
select is(pg_temp.at('2025-03-11 00:00+00', 20, 24), '2025-03-11 20:00+00', 'the end at midnight is excluded');
-- New York: clocks go from 02:00 to 03:00 on 2025-03-09, and from 02:00 back to 01:00 on 2025-11-02.
select is(pg_temp.at('2025-03-09 01:00-05', 9, 17, 'America/New_York'), '2025-03-09 09:00-04', 'the hours are in the tenant''s time zone, also when the clocks change');
select is(pg_temp.at('2025-03-09 01:30-05', 2, 6, 'America/New_York'), '2025-03-09 03:00-04', 'an hour that does not exist begins with the next one');
select is(pg_temp.at('2025-11-02 01:30-05', 1, 2, 'America/New_York'), '2025-11-02 01:30-05', 'an hour that occurs twice counts twice');
select is(pg_temp.at('2025-03-10 20:00+00', 9, 17, 'Asia/Kolkata'), '2025-03-11 09:00+05:30', 'time zones with half hours work');

select * from finish();
rollback;

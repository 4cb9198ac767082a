begin;
set local search_path to extensions, public;
\ir ../../support/notify.psql
set local role asinmart_owner;
select plan(8);

select pg_temp.add_channel('c');
create function pg_temp.is_due(p_at timestamptz, p_hour integer default 7) returns boolean language sql stable
as 'select exists (select from ops.due_digests($2, $1))';
update app.notification_channels set digested_at = '2025-03-09 07:05+00';
select is(pg_temp.is_due('2025-03-10 06:59+00'), false, 'before its hour no digest is due');
select is(pg_temp.is_due('2025-03-10 07:00+00'), true, 'at its hour the digest is due');
select is(pg_temp.is_due('2025-03-11 03:00+00'), true, 'it is still due when the job missed the hour');
update app.notification_channels set digested_at = '2025-03-10 07:05+00';
select is(pg_temp.is_due('2025-03-10 23:00+00'), false, 'it is due once a day');
update app.tenants set time_zone = 'America/New_York' where tenant_id = '00000000-0000-0000-0000-000000000001';
update app.notification_channels set digested_at = '2025-03-08 07:05-05';
select is(pg_temp.is_due('2025-03-09 06:59-04'), false, 'the hour is in the tenant''s time zone');
select is(pg_temp.is_due('2025-03-09 07:00-04'), true, 'also on the day on which the clocks change');
update app.notification_channels set digested_at = null, created_at = '2025-03-09 08:00-04';
select is(pg_temp.is_due('2025-03-09 09:00-04'), false, 'a new channel waits for its first hour');
update app.notification_channels set is_active = false, created_at = '2025-03-08 08:00-04';
select results_eq($$select d.is_wanted from ops.due_digests(7, '2025-03-09 09:00-04') as d$$, 'values (false)', 'a disabled channel moves on without a digest');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

create table ops.told as select a.* from ops.archiver as a;
update ops.told set mode = 'off', is_standby = false;
-- The server of these tests archives nothing: the view shows what a test says instead.
create or replace view ops.archiver as select s.* from ops.told as s;
create temp view line as select c.status, c.detail from ops.check_backups(now()) as c;
create function pg_temp.record(p_action text, p_fault text, p_full_age interval, p_diff_age interval) returns void language sql as $$
    select ops.record_backups('pgbackrest', p_action, p_fault, jsonb_build_array(
        jsonb_build_object('label', 'F' || f.at, 'kind', 'full', 'started_at', f.at, 'finished_at', f.at),
        jsonb_build_object('label', 'D' || d.at, 'kind', 'differential', 'started_at', d.at, 'finished_at', d.at)
    )) from (select now() - p_full_age as at) as f cross join (select now() - p_diff_age as at) as d
$$;

select results_eq('select * from line', $$values ('ok', 'no backup is recorded')$$, 'a server that does not archive may rely on dumps');
update ops.told set mode = 'on';
select results_eq('select * from line', $$values ('warning', 'no backup is recorded')$$, 'one that archives needs a backup');
select pg_temp.record('check', null, '3 days', '10 hours');
select results_eq('select * from line', $$values ('ok', '2 backups, the last ended 10:00:00 ago')$$, 'recent backups are fine');
select pg_temp.record('check', null, '3 days', '27 hours');
select results_eq(
    'select * from line', $$values ('warning', 'the last backup ended 1 day 03:00:00 ago')$$,
    'a day without a backup is not'
);
select pg_temp.record('check', null, '9 days', '1 hour');
select results_eq(
    'select * from line', $$values ('warning', 'no full backup is younger than 8 days')$$,
    'nor is a week without a full one'
);
select pg_temp.record('check', 'WAL is missing.', '3 days', '1 hour');
select pg_temp.record('backup', 'The disk is full.', '3 days', '1 hour');
select results_eq(
    'select * from line', $$values ('warning', 'the last try failed: The disk is full.; the last check found: WAL is missing.')$$,
    'nor what a backup or a check said'
);
select pg_temp.record('backup', null, '3 days', '1 hour');
update ops.backup_results as r set recorded_at = now() - interval '9 days', fault = null where r.action = 'check';
select results_eq(
    'select * from line', $$values ('warning', 'the repository was not checked for 8 days')$$,
    'nor a repository without a check'
);
update ops.told set mode = 'off';
select is((select l.status from line as l), 'warning', 'backups that were once recorded are expected, whatever the server archives');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select results_eq(
    'select a.mode, a.timeout, a.is_standby from ops.archiver as a',
    $$select current_setting('archive_mode'), current_setting('archive_timeout')::interval, false$$, 'there is one row, with the settings'
);
select ok((select a.begun_at <= now() from ops.archiver as a), 'it says since when it looks');
select is(
    (select a.failing_wal is not null from ops.archiver as a),
    (select coalesce(s.last_failed_time > coalesce(s.last_archived_time, '-infinity'), false) from pg_stat_archiver as s),
    'a failure counts until a file is archived'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create table ops.told as select a.* from ops.archiver as a;
update ops.told set
    mode = 'on', timeout = '1 minute', is_standby = false, archived_wal = '000000010000000000000005',
    archived_at = now() - interval '1 minute', failing_wal = null, waiting_segments = 0, begun_at = now() - interval '1 day';
-- The server of these tests archives nothing: the view shows what a test says instead.
create or replace view ops.archiver as select s.* from ops.told as s;
create temp view line as select c.status, c.detail, c.advice from ops.check_archiving(now()) as c;

select results_eq(
    'select l.status, l.detail from line as l', $$values ('ok', 'last archived 00:01:00 ago')$$,
    'a server that archives is fine'
);
update ops.told set archived_at = now() - interval '1 hour';
select is((select l.status from line as l), 'ok', 'a server on which nothing changes archives nothing');
update ops.told set waiting_segments = 3;
select results_eq(
    'select l.status, l.detail from line as l', $$values ('warning', 'last archived 01:00:00 ago; 3 segments wait')$$,
    'WAL that waits too long is a warning'
);
update ops.told set archived_at = now() - interval '1 minute';
select is((select l.status from line as l), 'ok', 'WAL that waits for a minute is not');
update ops.told set failing_wal = '000000010000000000000006';
select matches(
    (select l.status || ': ' || l.detail from line as l),
    '^warning: WAL file 000000010000000000000006 could not be archived; last archived',
    'a failure is, at once'
);
select matches((select l.advice from line as l), 'archive_command', 'with what to look at');
update ops.told set failing_wal = null, archived_at = null, archived_wal = null;
select results_eq(
    'select l.status, l.detail from line as l', $$values ('warning', 'nothing was archived; 3 segments wait')$$,
    'so is a server that never archived'
);
update ops.told set timeout = '0', archived_at = now(), waiting_segments = 0;
select matches(
    (select l.status || ': ' || l.detail from line as l), '^warning: .*archive_timeout is 0$',
    'so is an archive that may wait for ever'
);
update ops.told set mode = 'off';
select is((select l.status from line as l), 'ok', 'a server without archiving is not judged');

select * from finish();
rollback;

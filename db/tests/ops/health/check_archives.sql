begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(4);

select results_eq('select c.status, c.detail from ops.check_archives(now()) as c', $$values ('ok', 'no partition waits for its archive')$$, 'at first nothing waits');
select pg_temp.detach() as id \gset
select is((select c.status from ops.check_archives('2025-01-01 12:00+00') as c), 'ok', 'a partition has a day to be archived');
select results_eq(
    $$select c.status, c.detail from ops.check_archives('2025-01-02 12:00+00') as c$$,
    format($$values ('warning', 'partitions.alerts_2021_02 waits for its archive since %s')$$, timestamptz '2025-01-01 00:00+00'), 'then it is a warning'
);
select ops.note_archive_error(:id, 'no space left');
select results_eq(
    $$select c.status, c.detail from ops.check_archives('2025-01-01 12:00+00') as c$$,
    $$values ('warning', 'partitions.alerts_2021_02 waits for its archive: no space left')$$, 'an error is one at once'
);

select * from finish();
rollback;

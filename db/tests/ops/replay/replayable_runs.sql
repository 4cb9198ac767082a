begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(7);

set local role asinmart_owner;
update ops.settings set value = '1' where name = 'promotion_slice_items';
select pg_temp.load_run('ok', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'));
select pg_temp.land_run('halted', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"asin": "bad"}')]);
select ops.promote_run('halted');
select pg_temp.land_run('half', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 11}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 12}')]);
select ops.promote_run('half');
select pg_temp.land_run('fresh', array[pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 12}')]);
select pg_temp.land_run('failed', array[pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 12}')]);
update core.ingest_runs set status = 'FAILED' where job_id = 'failed';
select ops.start_run('loading', 'file');
insert into staging_raw.rejected_events (job_id, item_no, stage, reason_code, raw_text) values ('unreadable', 1, 'load', 'json_invalid', '{');
insert into core.ingest_runs (job_id, source, status, item_count, landed_at) values ('unreadable', 'file', 'HALTED', 1, now()), ('lost', 'file', 'SUCCESS', 1, now());

set local role asinmart_loader;
create temp view listed as select l.place, l.job_id, l.status from ops.replayable_runs('2000-01-01') as l;
select results_eq(
    'table listed',
    $$values (1, 'ok', 'SUCCESS'), (2, 'halted', 'HALTED'), (3, 'half', 'LANDED'), (4, 'failed', 'FAILED')$$,
    'finished, stopped and partly promoted runs are listed; those never promoted come last'
);
select is_empty($$select 1 from ops.replayable_runs('2000-01-01', now()) as l$$, 'arrival bounds the list');
select results_eq($$select l.job_id from ops.replayable_runs(now(), now() + interval '1 second') as l order by l.place limit 1$$, array['ok'], 'the first instant is included');
select results_eq($$select l.job_id from ops.replayable_runs(p_job_id => 'fresh') as l$$, array['fresh'], 'a waiting run is listed by name');
select results_eq($$select l.job_id from ops.replayable_runs(p_job_id => 'unreadable') as l$$, array['unreadable'], 'so is a run whose items could not be stored');
select is_empty($$select 1 from ops.replayable_runs(p_job_id => 'lost') as l$$, 'a run whose items were dropped is not listed');
select is_empty($$select 1 from ops.replayable_runs(p_job_id => 'loading') as l$$, 'a loading run is not listed');

select * from finish();
rollback;

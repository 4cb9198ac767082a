begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(12);

set local role asinmart_owner;
update ops.settings set value = '1' where name = 'reject_share_limit';
select pg_temp.load_run('j1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'), '{"hello": 1}', '{"hello": 2}');
select pg_temp.load_run('j2', '{"hello": 3}');
select pg_temp.load_run('j3', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 10}'));
select pg_temp.load_run('j4', '{"hello": 4}');
select pg_temp.load_run('j5', '{"hello": 5}');
select ops.dismiss_rejects('j5');
-- All runs of a transaction have one instant: these get different ones, as in practice.
update core.ingest_runs as r set promoted_at = now() + o.n * interval '1 microsecond'
from (values ('j4', 1), ('j2', 2), ('j1', 3), ('j3', 4), ('j5', 5)) as o (job_id, n)
where r.job_id = o.job_id;

set local role asinmart_api;
create function pg_temp.queued(p_body jsonb) returns jsonb language sql as $$
    select (
        select jsonb_agg(jsonb_build_array(i -> 'job_id', i -> 'item_count', i -> 'reject_count', i -> 'replay_id' is not null))
        from jsonb_array_elements(b.body -> 'runs') as i
    ) || jsonb_build_array(b.body -> 'has_more')
    from (select api.replay_rejects(p_body)::jsonb -> 'data' as body offset 0) as b;
$$;
create function pg_temp.waiting() returns text language sql stable as $$
    select string_agg(r.job_id, ' ' order by r.queued_at) from core.ingest_runs as r where r.status = 'LANDED';
$$;
select is(pg_temp.queued('{"job_id": "j1"}'), '[["j1", 3, 2, true], false]', 'the run of a job id is queued, and what is in it is counted');
select is(pg_temp.waiting(), 'j1', 'and no other');
select is(
    api.replay_rejects('{"job_id": "j1"}')::jsonb #>> '{data,runs,0,replay_id}', (select max(r.replay_id) from core.ingest_runs as r where r.job_id = 'j1')::text,
    'asked for again while it waits it is the same replay'
);
select is(pg_temp.queued('{"code": "shape_unknown"}'), '[["j4", 1, 1, true], ["j2", 1, 1, true], false]',
    'by code, runs with open rejects of it are queued in the order of a replay, without one that waits already');
select is(pg_temp.waiting(), 'j1 j4 j2', 'runs with other rejects, or dismissed ones, are not');
select throws_ok($$select api.replay_rejects('{"code": "no_such"}')$$, 'AM404', 'no open reject has the code no_such', 'a code that no reject has is an error');
select throws_ok($$select api.replay_rejects('{"job_id": "j9"}')$$, 'AM404', 'there is no run j9', 'and so is a run that is not there');
select throws_ok($$select api.replay_rejects('{}')$$, 'AM422', 'a replay of rejects needs either a job id or a code', 'one of both is needed');
select throws_ok($$select api.replay_rejects('{"job_id": "j1", "code": "shape_unknown"}')$$, 'AM422', null, 'both are too many');

set local role asinmart_owner;
select ops.promote_pending(), ops.promote_pending(), ops.promote_pending();
select is(
    (select string_agg(format('%s %s', r.job_id, r.status), ', ' order by r.job_id) from core.ingest_runs as r where r.job_id in ('j1', 'j2', 'j4')),
    'j1 PARTIAL, j2 PARTIAL, j4 PARTIAL', 'the runs go through promotion'
);
set local role postgres;
alter table staging_raw.raw_events disable trigger append_only;
delete from staging_raw.raw_events where job_id <> 'j2';
set local role asinmart_api;
select is(pg_temp.queued('{"code": "shape_unknown"}'), '[["j2", 1, 1, true], false]', 'by code, runs that staging no longer holds are left out');
set local role mart_reader;
select throws_ok($$select api.replay_rejects('{"job_id": "j1"}')$$, '42501', null, 'another role cannot replay');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(8);

select pg_temp.load_run('p' || n, pg_temp.observed('B0TESTA00' || n, '2025-03-10', '{"price": 10}')) from generate_series(1, 4) as n;
select ops.replay(p_from => '2000-01-01');
select ops.promote_next() from generate_series(1, 3);
create function pg_temp.settle(p_job_id text, p_done integer, p_has_more boolean, p_withdrawn integer)
returns text
language sql
volatile
as $$
    update core.ingest_runs as r set promoted_item_no = p_done where r.job_id = p_job_id;
    select (ops.record_replay_slice(
        r, row(r.job_id, 'SUCCESS', 1, 1, 0, 0, 1, 0, p_has_more)::ops.promotion_result, p_withdrawn, 2, '{"changed_days": 3, "alerts": 1}'
    )).status
    from core.ingest_runs as r
    where r.job_id = p_job_id;
$$;
create temp view waiting as select r.job_id from core.ingest_runs as r where r.status = 'LANDED' order by r.queued_at;
select is(pg_temp.settle('p3', 0, false, 0), 'SUCCESS', 'a run without withdrawals is finished');
select results_eq('table waiting', array['p4'], 'it requeues no other run');
select is(pg_temp.settle('p3', 0, true, 5), 'SUCCESS', 'with slices to come nothing is requeued');
select results_eq('table waiting', array['p4'], 'either');
select pg_temp.settle('p3', 0, false, 0);
select results_eq('table waiting', array['p4', 'p1', 'p2'], 'after the last slice all runs promoted before it are requeued');
select is(pg_temp.settle('p3', 1, false, 1), 'LANDED', 'a run of several slices is requeued too: its later slices may have replaced earlier ones');
select results_eq(
    'select x.accepted_count, x.withdrawn_count, x.changed_day_count, x.alert_count from ops.replays as x', $$values (8::bigint, 6::bigint, 12::bigint, 4::bigint)$$,
    'all counts are added up'
);
select results_eq('select x.place, x.withdrawn_count from ops.replayed_runs as x order by 1', $$values (1, 0), (2, 0), (3, 0), (4, 0)$$, 'the next promotion begins with no counts');

select * from finish();
rollback;

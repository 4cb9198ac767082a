begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(8);

select pg_temp.load_run('p' || n, pg_temp.observed('B0TESTA00' || n, '2025-03-10', '{"price": 10}')) from generate_series(1, 4) as n;
select ops.replay('2000-01-01');
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
select is(pg_temp.settle('p3', 0, false, 0), 'SUCCESS', 'a run that withdrew nothing is done');
select results_eq('table waiting', array['p4'], 'and moves no other');
select is(pg_temp.settle('p3', 0, true, 5), 'SUCCESS', 'with slices to come it is not decided');
select results_eq('table waiting', array['p4'], 'either');
select pg_temp.settle('p3', 0, false, 0);
select results_eq('table waiting', array['p4', 'p1', 'p2'], 'after the last slice all that were promoted before it go once more');
select is(pg_temp.settle('p3', 1, false, 1), 'LANDED', 'a run of several slices itself too: its earlier slices may have been covered by later ones');
select results_eq(
    'select x.accepted_count, x.withdrawn_count, x.changed_day_count, x.alert_count from ops.replays as x', $$values (8::bigint, 6::bigint, 12::bigint, 4::bigint)$$,
    'everything is added up'
);
select results_eq('select x.place, x.withdrawn_count from ops.replayed_runs as x order by 1', $$values (1, 0), (2, 0), (3, 0), (4, 0)$$, 'and the next pass begins at nothing');

select * from finish();
rollback;

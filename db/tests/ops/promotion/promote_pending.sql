begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(16);

select results_eq('select s.row_count, s.has_more from ops.promote_pending() as s', $$values (0::bigint, false)$$, 'without work nothing happens');
update ops.settings set value = '2' where name = 'promotion_slice_items';
select pg_temp.land_run('j1', array(select pg_temp.observed('B0TESTA001', '2025-03-01'::date + n, '{"price": 1}') from generate_series(1, 5) as n));
select pg_temp.land_run('j2', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}')]);
update core.ingest_runs set queued_at = now() - interval '1 hour' where job_id = 'j2';
select results_eq(
    'select s.row_count, s.has_more from ops.promote_pending() as s', $$values (1::bigint, true)$$, 'one run is promoted at a time'
);
select results_eq(
    'select r.job_id, r.status from core.ingest_runs as r order by r.job_id', $$values ('j1', 'LANDED'), ('j2', 'SUCCESS')$$,
    'it is the one that has waited longest'
);
select results_eq(
    $$select (ops.promote_pending()).row_count union all select (ops.promote_pending()).row_count union all select (ops.promote_pending()).row_count$$,
    $$values (2::bigint), (2), (1)$$,
    'a large run is promoted slice by slice, each with its number of rows'
);
select is((select r.status from core.ingest_runs as r where r.job_id = 'j1'), 'SUCCESS', 'the last slice finishes it');
update core.product_metrics_daily set price = 7 where date = '2025-03-10';
select results_eq(
    'select s.row_count, s.has_more from ops.promote_pending() as s', $$values (1::bigint, false)$$,
    'when no run waits, manual changes are refreshed'
);
select is((select l.price from mart.product_latest as l), 7::numeric, 'they reach the marts');

-- A run that cannot be promoted.
create or replace function core.apply_bestsellers(p_job_id text)
returns void
language plpgsql
volatile
as $$
begin
    if p_job_id = 'j3' then
        raise exception 'j3 is cursed' using errcode = 'AM500';
    end if;
end;
$$;
select pg_temp.land_run('j3', array[pg_temp.observed('B0TESTA003', '2025-03-10', '{"price": 1}')]);
select pg_temp.land_run('j4', array[pg_temp.observed('B0TESTA004', '2025-03-10', '{"price": 1}')]);
select results_eq(
    'select s.row_count, s.has_more from ops.promote_pending() as s', $$values (0::bigint, true)$$, 'an error in a promotion does not end the job'
);
select results_eq(
    $$select r.status, r.attempts, r.error, r.error_code from core.ingest_runs as r where r.job_id = 'j3'$$,
    $$values ('LANDED', 1, 'j3 is cursed', 'AM500')$$,
    'the run has the error and is tried again later'
);
select results_eq(
    'select s.row_count, s.has_more from ops.promote_pending() as s', $$values (1::bigint, true)$$, 'the next run is promoted'
);
select is((select r.status from core.ingest_runs as r where r.job_id = 'j4'), 'SUCCESS', 'the next run is finished');
select results_eq(
    'select s.row_count, s.has_more from ops.promote_pending() as s', $$values (0::bigint, false)$$,
    'a failed run is not tried repeatedly in one run of the job'
);
select ops.promote_pending();
select results_eq(
    $$select r.status, r.attempts, r.finished_at is not null from core.ingest_runs as r where r.job_id = 'j3'$$,
    $$values ('FAILED', 3, true)$$,
    'after three attempts the run is FAILED'
);
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA003'$$, 'nothing of it is in core');
select results_eq('select s.row_count, s.has_more from ops.promote_pending() as s', $$values (0::bigint, false)$$, 'it is not tried again');
create or replace function core.apply_bestsellers(p_job_id text) returns void language sql volatile as 'select';
select results_eq(
    $$select p.status, p.accepted_count from pg_temp.replay('j3') as p$$, $$values ('SUCCESS', 1)$$, 'a replay promotes it after the cause is removed'
);

select * from finish();
rollback;

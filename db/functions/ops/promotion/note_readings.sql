-- Record in the ledger how the observations and reviews of a slice were read: where their times and shops came from, and which
-- fields were dropped and why, with the first example of each. A run that starts again deletes its earlier records.
create or replace function ops.note_readings(p_run core.ingest_runs)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_run.promoted_item_no = 0 then
        delete from ops.run_readings as g where g.job_id = p_run.job_id;
    end if;
    insert into ops.run_readings as g (job_id, subject, outcome, observation_count, first_item_no, example)
    select p_run.job_id, s.subject, s.outcome, count(*), min(o.item_no), (array_agg(s.example order by o.item_no))[1]
    from (
        select n.item_no, n.asin, n.marketplace, n.time_from, n.shop_from, n.faults, n.reject_code from pg_temp.observations as n
        union all
        select n.item_no, n.asin, n.marketplace, n.time_from, n.shop_from, n.faults, n.reject_code from pg_temp.review_rows as n
    ) as o
    cross join lateral (
        select 'time' as subject, o.time_from as outcome, null as example
        union all
        select 'shop', o.marketplace || ' by ' || o.shop_from, null
        union all
        select 'dropped', split_part(f.fault, ':', 1) || ' ' || substring(f.fault from '^[^:]*: \S+ (.*)$'), o.asin || ' ' || f.fault
        from unnest(o.faults) as f (fault)
    ) as s
    where o.reject_code is null and o.time_from is not null
    group by s.subject, s.outcome
    on conflict (job_id, subject, outcome) do update
    set observation_count = g.observation_count + excluded.observation_count;
end;
$$;
comment on function ops.note_readings(core.ingest_runs) is 'Records in the ledger how the observations of a slice were read.';

create or replace function ops.run_rejects(p_job_id text)
returns table (stage text, reason_code text, reject_count bigint, first_item_no integer, example text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        e.stage,
        e.reason_code,
        count(*),
        min(e.item_no),
        (array_agg(e.detail order by e.item_no, e.element_no))[1]
    from staging_raw.rejected_events as e
    where e.job_id = p_job_id and e.resolved_at is null
    group by e.stage, e.reason_code
    order by count(*) desc, e.reason_code;
$$;
comment on function ops.run_rejects(text) is 'Open rejects of a run by reason, with one example each.';
grant execute on function ops.run_rejects(text) to asinmart_loader, asinmart_admin;

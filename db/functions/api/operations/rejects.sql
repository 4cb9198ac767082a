-- Returns a page of the open rejects, newest first, each with its original: JSON as received, or text that is not JSON. An original of
-- more than 4 kB is the first 4,096 characters of its text, one that retention removed is null. It covers all tenants.
create or replace function api.rejects(
    p_job_id text default null,
    p_code text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
stable
security definer  -- the API does not read staging
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the given filters
as $$
begin
    return query
    with page as (
        select
            e.id, e.job_id, r.source, e.stage, e.reason_code, e.detail, e.attempts, e.rejected_at, e.item_no, i.asin,
            coalesce(e.raw_text, i.payload::text) as original, e.raw_text is null as is_json,
            row_number() over (order by e.id desc) as place
        from (
            select x.id, x.job_id, x.stage, x.reason_code, x.detail, x.attempts, x.rejected_at, x.item_no, x.raw_event_id, x.raw_text
            from staging_raw.rejected_events as x
            where x.resolved_at is null
                and x.id < coalesce((p_after ->> 0)::bigint, 9223372036854775807)
                and (p_job_id is null or x.job_id = p_job_id)
                and (p_code is null or x.reason_code = p_code)
            order by x.id desc
            limit p_limit + 1
        ) as e
        left join core.ingest_runs as r on r.job_id = e.job_id
        -- The instants leave out the partitions of other months.
        left join staging_raw.raw_events as i
            on i.id = e.raw_event_id and i.fetched_at between r.started_at - interval '1 day' and r.landed_at + interval '1 day'
    )
    select
        coalesce(json_agg(
            json_build_object(
                'id', p.id, 'job_id', p.job_id, 'source', p.source, 'item_no', p.item_no, 'stage', p.stage, 'code', p.reason_code,
                'reason', p.detail, 'attempts', p.attempts, 'rejected_at', p.rejected_at, 'asin', p.asin,
                'payload', case
                    when p.is_json and octet_length(p.original) <= 4096 then p.original::json
                    else to_json(left(p.original, 4096))
                end,
                'payload_is_cut', coalesce(octet_length(p.original) > 4096, false)
            )
            order by p.place
        ) filter (where p.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg(p.id order by p.place))[p_limit])::text end,
        '{}'
    from page as p;
end;
$$;
comment on function api.rejects(text, text, jsonb, integer) is 'A page of the open rejects of all runs, newest first, filtered.';
grant execute on function api.rejects(text, text, jsonb, integer) to asinmart_api;

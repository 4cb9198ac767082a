-- Returns a page of the ingest runs, newest first.
create or replace function api.runs(
    p_status text default null,
    p_source text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select
        coalesce(json_agg(api.run_item(r.run) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg((r.run).id order by r.place))[p_limit])::text end,
        '{}'
    from (
        select i as run, row_number() over (order by i.id desc) as place
        from core.ingest_runs as i
        where i.id < coalesce((p_after ->> 0)::bigint, 9223372036854775807)
            and (p_status is null or i.status = p_status)
            and (p_source is null or i.source = p_source)
        order by i.id desc
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.runs(text, text, jsonb, integer) is 'A page of the ingest runs, newest first.';
grant execute on function api.runs(text, text, jsonb, integer) to asinmart_api;

-- Promotes runs with open rejects again, as asinmart replay does: the run of a job id, or the runs with open rejects of a code, up to 100
-- at a time in the order of a replay. They wait for promotion when this returns. By code, runs that wait already and runs whose items
-- retention removed are left out. Waits for a running promotion.
-- Raises AM422 unless the body has either a job id or a code; AM404 for an unknown run, and for a code that no open reject has; AM409
-- for a run that is still loading or that staging no longer holds.
create or replace function api.replay_rejects(
    p_body jsonb,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
security definer  -- the API neither reads staging nor writes core
set search_path = pg_catalog, pg_temp
as $$
declare
    v_job_id text := p_body ->> 'job_id';
    v_code text := p_body ->> 'code';
    v_job_ids text[] := array[v_job_id];
    v_is_more boolean := false;
    v_body json;
begin
    if num_nonnulls(v_job_id, v_code) <> 1 then
        raise exception 'a replay of rejects needs either a job id or a code' using errcode = 'AM422', hint = 'Send job_id or code.';
    end if;
    if v_code is not null then
        if not exists (select from staging_raw.rejected_events as e where e.reason_code = v_code and e.resolved_at is null) then
            raise exception 'no open reject has the code %', left(v_code, 100)
                using errcode = 'AM404', hint = 'List the rejects to see their codes.';
        end if;
        select array_agg(f.job_id order by f.place) filter (where f.place <= 100), count(*) > 100 into v_job_ids, v_is_more
        from (
            select r.job_id, row_number() over (order by r.promoted_at nulls last, r.landed_at, r.id) as place
            from core.ingest_runs as r
            cross join lateral ops.replayable_runs(p_job_id => r.job_id) as l
            where r.status <> 'LANDED' and r.job_id in (
                select e.job_id from staging_raw.rejected_events as e where e.reason_code = v_code and e.resolved_at is null
            )
            order by r.promoted_at nulls last, r.landed_at, r.id
            limit 101
        ) as f;
    end if;
    select coalesce(json_agg(
        json_build_object('job_id', q.job_id, 'replay_id', q.replay_id, 'item_count', r.item_count, 'reject_count', x.reject_count)
        order by q.place
    ), '[]') into v_body
    from (
        select j.place, j.job_id, ops.replay(p_job_id => j.job_id, p_now => p_now) as replay_id
        from unnest(v_job_ids) with ordinality as j (job_id, place)
        order by j.place
    ) as q
    left join core.ingest_runs as r on r.job_id = q.job_id
    cross join lateral (
        select count(*) as reject_count from staging_raw.rejected_events as e where e.job_id = q.job_id and e.resolved_at is null
    ) as x;
    return json_build_object('data', json_build_object('runs', v_body, 'has_more', v_is_more))::text;
end;
$$;
comment on function api.replay_rejects(jsonb, timestamptz) is 'Promotes the run of a job id, or the runs with open rejects of a code, again; returns the queued runs.';
grant execute on function api.replay_rejects(jsonb, timestamptz) to asinmart_api;

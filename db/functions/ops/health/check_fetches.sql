create or replace function ops.check_fetches(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'fetches',
        case when s.limit_reason is not null or f.failed_count > 0 or d.source is not null then 'warning' else 'ok' end,
        format('%s products requested today, cost %s US dollars', s.product_count, round(s.cost, 2))
            || coalesce('; ' || d.source || ' denies access since ' || date_trunc('second', d.changed_at) || ': ' || d.error, '')
            || coalesce('; limit reached: ' || s.limit_reason, '')
            || case when f.failed_count > 0 then format('; %s failed in the last 24 hours: %s', f.failed_count, f.error) else '' end,
        case
            when d.source is not null
                then 'Check the token of the worker (APIFY_TOKEN) and what its account may do. One product an hour is tried meanwhile.'
            when s.limit_reason is not null then 'Nothing more is fetched today. To continue, raise the limit in ops.settings, then call ops.run_job(''fetch-products'', ''manual'').'
            else 'See ops.fetches and fix the cause; the next run of fetch-products tries again. To stop fetching, set is_active to false in ops.jobs.'
        end
    from ops.fetch_spending(p_now) as s
    left join ops.sources as d on d.status = 'access_denied'
    cross join (
        select count(*) as failed_count, (array_agg(f.error order by f.finished_at desc))[1] as error
        from ops.fetches as f
        where f.status = 'failed' and f.finished_at > p_now - interval '1 day'
    ) as f;
$$;
comment on function ops.check_fetches(timestamptz) is 'Part of ops.doctor: failed fetches and the limits of the day.';

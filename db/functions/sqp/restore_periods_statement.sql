-- The statement that names again, in sqp.reported_periods, the run that brought what now stands of the withdrawn reports in
-- pg_temp.seller_reports: the one that landed when their rows last changed, as in sqp.restore_report_runs. $1 tenant, $2 since when the
-- withdrawn reports were known, $3 their run. A change that came with a report of another part of the account does not count. Of the
-- run's items the first is named, so that the run still counts as the same or later when it is replayed.
create or replace function sqp.restore_periods_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'with changes as (
            select n.marketplace, n.period_type, n.start_date, n.end_date, n.covers, %1$s as part, t.known_from_at as changed_at
            from pg_temp.seller_reports as n
            inner join %2$s as t
                on t.tenant_id = $1 and t.marketplace = n.marketplace and t.period_type = n.period_type and t.start_date = n.start_date
                and t.end_date = n.end_date and %3$s
            where n.report = %4$L and t.known_from_at < $2
            union
            select n.marketplace, n.period_type, n.start_date, n.end_date, n.covers, %1$s, h.known_until_at
            from pg_temp.seller_reports as n
            inner join sqp.replaced_rows as h
                on h.tenant_id = $1 and h.report = n.report and h.marketplace = n.marketplace and h.period_type = n.period_type
                and h.start_date = n.start_date
            cross join lateral jsonb_populate_record(null::%2$s, h.row_values) as t
            where n.report = %4$L and t.end_date = n.end_date and %3$s and h.known_until_at < $2
        ),
        known as (
            select
                n.marketplace, n.period_type, n.start_date, n.end_date, n.covers,
                greatest(p.first_reported_at, max(c.changed_at)) as known_at
            from pg_temp.seller_reports as n
            inner join sqp.reported_periods as p
                on p.tenant_id = $1 and p.report = n.report and p.marketplace = n.marketplace and p.period_type = n.period_type
                and p.start_date = n.start_date and p.end_date = n.end_date and p.covers = n.covers
            left join changes as c
                on c.marketplace = n.marketplace and c.period_type = n.period_type and c.start_date = n.start_date
                and c.end_date = n.end_date and c.covers = n.covers
                and not exists (
                    select from sqp.reported_periods as l
                    where l.tenant_id = $1 and l.report = n.report and l.marketplace = n.marketplace and l.period_type = n.period_type
                        and l.start_date = n.start_date and l.end_date = n.end_date and l.covers in (''all'', c.part)
                        and l.covers <> n.covers and c.changed_at in (l.first_reported_at, l.reported_at)
                )
            where n.report = %4$L
            group by n.marketplace, n.period_type, n.start_date, n.end_date, n.covers, p.first_reported_at
        ),
        runs as (
            select i.known_at, found.job_id, item.id as first_id
            from (select distinct k.known_at from known as k) as i
            cross join lateral (
                select r.job_id, r.started_at, r.landed_at
                from core.ingest_runs as r
                where r.landed_at = i.known_at and r.job_id <> $3
                    and coalesce(r.owner_tenant_id, ''00000000-0000-0000-0000-000000000001''::uuid) = $1
                order by r.id
                limit 1
            ) as found
            left join lateral (
                select e.id
                from staging_raw.raw_events as e
                where e.job_id = found.job_id
                    and e.fetched_at between found.started_at - interval ''1 day'' and found.landed_at + interval ''1 day''
                order by e.item_no
                limit 1
            ) as item on true
        )
        update sqp.reported_periods as p
        set reported_at = k.known_at, job_id = coalesce(r.job_id, p.job_id), raw_event_id = coalesce(r.first_id, 0)
        from known as k
        left join runs as r on r.known_at = k.known_at
        where p.tenant_id = $1 and p.report = %4$L and p.marketplace = k.marketplace and p.period_type = k.period_type
            and p.start_date = k.start_date and p.end_date = k.end_date and p.covers = k.covers',
        k.part, p_table, k.holds, k.report
    )
    from sqp.report_tables() as k
    where format('sqp.%I', k.report)::regclass = p_table;
$$;
comment on function sqp.restore_periods_statement(regclass) is 'Statement text that names the runs that brought what stands of withdrawn reports.';

-- Write the accepted rows of pg_temp.seller_report_rows: a report replaces what an earlier one said of the same period and part of the
-- account. Of two reports the later arrival counts, in whatever order they are promoted.
-- Returns how many rows were new or different.
create or replace function sqp.apply_seller_reports(p_run core.ingest_runs)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_tenant_id uuid := coalesce(p_run.owner_tenant_id, '00000000-0000-0000-0000-000000000001'::uuid);
    v_table regclass;
    v_rows integer;
    v_count integer := 0;
begin
    if not exists (select from pg_temp.seller_report_rows) then
        return 0;
    end if;

    with offered as (
        select
            s.report, s.marketplace, s.period_type, s.start_date, s.end_date, c.covers, max(s.raw_event_id) as raw_event_id
        from pg_temp.seller_report_rows as s
        cross join lateral unnest(coalesce(s.covered, array['all'])) as c (covers)
        where s.reject_code is null
        group by s.report, s.marketplace, s.period_type, s.start_date, s.end_date, c.covers
    ),
    written as (
        insert into sqp.reported_periods as t (
            tenant_id, report, marketplace, period_type, start_date, end_date, covers, job_id, raw_event_id, first_reported_at, reported_at
        )
        select
            v_tenant_id, o.report, o.marketplace, o.period_type, o.start_date, o.end_date, o.covers, p_run.job_id, o.raw_event_id,
            p_run.landed_at, p_run.landed_at
        from offered as o
        order by o.report, o.marketplace, o.period_type, o.start_date, o.end_date, o.covers
        on conflict (tenant_id, report, marketplace, period_type, start_date, end_date, covers) do update
        set job_id = excluded.job_id, raw_event_id = excluded.raw_event_id, reported_at = excluded.reported_at
        where excluded.raw_event_id >= t.raw_event_id
        returning t.report, t.marketplace, t.period_type, t.start_date, t.end_date, t.covers, t.raw_event_id
    )
    insert into pg_temp.seller_reports (report, marketplace, period_type, start_date, end_date, covers, raw_event_id)
    select w.report, w.marketplace, w.period_type, w.start_date, w.end_date, w.covers, w.raw_event_id from written as w;

    -- A report of one product that a later one of the whole account replaced.
    delete from pg_temp.seller_reports as n
    using sqp.reported_periods as l
    where l.tenant_id = v_tenant_id and l.report = n.report and l.marketplace = n.marketplace and l.period_type = n.period_type
        and l.start_date = n.start_date and l.end_date = n.end_date and l.covers = 'all' and l.raw_event_id > n.raw_event_id;
    analyze pg_temp.seller_reports;

    for v_table in select distinct format('sqp.%I', n.report)::regclass from pg_temp.seller_reports as n
    loop
        execute sqp.remove_rows_statement(v_table) using v_tenant_id, p_run.landed_at;
        execute sqp.insert_rows_statement(v_table) using v_tenant_id, p_run.landed_at;
        get diagnostics v_rows = row_count;
        v_count := v_count + v_rows;
    end loop;
    perform sqp.note_rate_disagreements(v_tenant_id, p_run.job_id);
    return v_count;
end;
$$;
comment on function sqp.apply_seller_reports(core.ingest_runs) is 'Writes the accepted rows of reports besides Search Query Performance.';

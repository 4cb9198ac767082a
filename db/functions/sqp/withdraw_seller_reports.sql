-- The same as sqp.withdraw_reports for the reports besides Search Query Performance: take back those that a replayed run brought and that
-- its items no longer give, before the new rows are applied. What they had replaced stands again, from sqp.replaced_rows, with the run
-- that brought it; a period that was first reported by the run goes. Where a later report of another part of the account stands (all, or
-- one product), its rows stay. Returns how many reports were withdrawn.
create or replace function sqp.withdraw_seller_reports(p_run core.ingest_runs)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_tenant_id uuid := coalesce(p_run.owner_tenant_id, '00000000-0000-0000-0000-000000000001'::uuid);
    v_table regclass;
    v_count integer;
begin
    -- A set difference, not an anti-join, see sqp.remove_rows_statement.
    with lost as (
        select p.report, p.marketplace, p.period_type, p.start_date, p.end_date, p.covers
        from sqp.reported_periods as p
        where p.tenant_id = v_tenant_id and p.job_id = p_run.job_id
        except
        select s.report, s.marketplace, s.period_type, s.start_date, s.end_date, c.covers
        from pg_temp.seller_report_rows as s
        cross join lateral unnest(coalesce(s.covered, array['all'])) as c (covers)
        where s.reject_code is null
    )
    insert into pg_temp.seller_reports (report, marketplace, period_type, start_date, end_date, covers, raw_event_id)
    select p.report, p.marketplace, p.period_type, p.start_date, p.end_date, p.covers, p.raw_event_id
    from sqp.reported_periods as p
    inner join lost as l
        on l.report = p.report and l.marketplace = p.marketplace and l.period_type = p.period_type and l.start_date = p.start_date
        and l.end_date = p.end_date and l.covers = p.covers
    where p.tenant_id = v_tenant_id;
    get diagnostics v_count = row_count;
    if v_count = 0 then
        return 0;
    end if;
    analyze pg_temp.seller_reports;

    delete from sqp.reported_periods as p
    using pg_temp.seller_reports as n
    where p.tenant_id = v_tenant_id and p.report = n.report and p.marketplace = n.marketplace and p.period_type = n.period_type
        and p.start_date = n.start_date and p.end_date = n.end_date and p.covers = n.covers and p.first_reported_at = p_run.landed_at;
    -- What is withdrawn is no later report of what else is.
    update sqp.reported_periods as p set raw_event_id = 0
    from pg_temp.seller_reports as n
    where p.tenant_id = v_tenant_id and p.report = n.report and p.marketplace = n.marketplace and p.period_type = n.period_type
        and p.start_date = n.start_date and p.end_date = n.end_date and p.covers = n.covers;
    delete from sqp.rate_disagreements as d
    using pg_temp.seller_reports as n
    where d.tenant_id = v_tenant_id and d.job_id = p_run.job_id and d.report = n.report and d.marketplace = n.marketplace
        and d.period_type = n.period_type and d.start_date = n.start_date and d.end_date = n.end_date
        and (n.covers in ('all', d.row_key) or starts_with(d.row_key, n.covers || ' '));

    for v_table in select distinct format('sqp.%I', n.report)::regclass from pg_temp.seller_reports as n
    loop
        execute sqp.withdraw_rows_statement(v_table) using v_tenant_id, p_run.landed_at;
        execute sqp.restore_rows_statement(v_table) using v_tenant_id, p_run.landed_at;
        execute sqp.restore_periods_statement(v_table) using v_tenant_id, p_run.landed_at, p_run.job_id;
    end loop;
    -- The reports that the slice brings are written next.
    delete from pg_temp.seller_reports;
    return v_count;
end;
$$;
comment on function sqp.withdraw_seller_reports(core.ingest_runs) is 'Withdraws the other reports of a replayed run that its items no longer give.';

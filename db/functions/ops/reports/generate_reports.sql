-- Job: make the competition reports that were requested and those that are due, report_batch at a time, and announce the main products
-- that have a new one, so that caches drop their latest report. Under the promotion lock: the rows of mart do not change meanwhile,
-- and versions of a report follow each other. Where language models are switched on, their tasks are queued.
create or replace function ops.generate_reports(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    v_batch integer := ops.setting('report_batch')::integer;
    v_is_asked boolean := exists (select from core.report_requests as q where q.status = 'queued');
    v_count integer;
    v_tenant_ids uuid[];
    v_asins text[];
    v_marketplaces text[];
begin
    -- Looked for once: it takes time where many are due. A requested report may be one that is due, so these are made first.
    if not v_is_asked then
        select array_agg(d.tenant_id), array_agg(d.asin_main), array_agg(d.marketplace)
        into v_tenant_ids, v_asins, v_marketplaces
        from (select due.* from ops.due_reports(p_now) as due limit v_batch) as d;
        if v_asins is null then
            -- Tasks that were lost are queued again.
            perform ops.queue_report_prose(p_now);
            return row(0, false)::ops.job_slice;
        end if;
    end if;
    perform ops.lock_promotion(false);
    perform ops.promotion_scratch();

    with asked as (
        select q.* from core.report_requests as q where q.status = 'queued' order by q.requested_at, q.id limit v_batch
    ),
    made as (
        select a.id, a.tenant_id, a.asin_main, a.marketplace, t.version, t.is_new, t.error
        from asked as a
        cross join lateral ops.try_report(a.tenant_id, a.asin_main, a.marketplace, a.depth, p_now) as t
    ),
    settled as (
        update core.report_requests as q
        set status = case when m.version is null then 'failed' else 'succeeded' end, finished_at = p_now, version = m.version,
            error = m.error
        from made as m
        where q.id = m.id and q.tenant_id = m.tenant_id
        returning m.asin_main, m.marketplace, m.is_new
    ),
    announced as (
        insert into pg_temp.changed_products (asin, marketplace)
        select distinct s.asin_main, s.marketplace from settled as s where s.is_new
    )
    select count(*)::integer into v_count from settled;

    if v_is_asked then
        select array_agg(d.tenant_id), array_agg(d.asin_main), array_agg(d.marketplace)
        into v_tenant_ids, v_asins, v_marketplaces
        from (select due.* from ops.due_reports(p_now) as due limit v_batch - v_count) as d;
    end if;
    with made as (
        select d.tenant_id, d.asin_main, d.marketplace, t.is_new, t.error
        from unnest(v_tenant_ids, v_asins, v_marketplaces) as d (tenant_id, asin_main, marketplace)
        cross join lateral ops.try_report(d.tenant_id, d.asin_main, d.marketplace, 'standard', p_now) as t
    ),
    checked as (
        insert into ops.report_checks as c (asin_main, marketplace, tenant_id, checked_at, error)
        select m.asin_main, m.marketplace, m.tenant_id, p_now, m.error from made as m
        on conflict (asin_main, marketplace, tenant_id) do update set checked_at = excluded.checked_at, error = excluded.error
    ),
    announced as (
        insert into pg_temp.changed_products (asin, marketplace)
        select distinct m.asin_main, m.marketplace from made as m where m.is_new
        except
        select p.asin, p.marketplace from pg_temp.changed_products as p
    )
    select v_count + count(*)::integer into v_count from made;
    perform ops.announce_changes(null, p_now);
    perform ops.queue_report_prose(p_now);
    return row(v_count, v_count >= v_batch)::ops.job_slice;
end;
$$;
comment on function ops.generate_reports(timestamptz) is 'Job: makes the competition reports that were requested or are due.';
grant execute on function ops.generate_reports(timestamptz) to asinmart_admin;

-- Make the next version of a tenant's report about a main product, by rules, and return it; if neither the day nor any claim differs
-- from the latest version by rules of this depth, return that one. The caller holds the promotion lock, so that versions follow each
-- other and the rows of mart stay as they are meanwhile.
-- Raises AM404 for a product without observations, AM422 for one without competitors.
create or replace function core.make_competition_report(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_depth text,
    p_now timestamptz
)
returns core.competition_reports
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_latest core.competition_reports;
    v_report core.competition_reports;
begin
    select l.date into v_report.as_of from mart.product_latest as l where l.asin = p_asin_main and l.marketplace = p_marketplace;
    if not found then
        raise exception 'there is no observation of % in marketplace %', p_asin_main, p_marketplace
            using errcode = 'AM404', hint = 'Load a file that has the product, or track it.';
    end if;
    if not exists (
        select from core.compared_pairs as p
        where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace
    ) then
        raise exception '% has no competitors in marketplace %', p_asin_main, p_marketplace
            using errcode = 'AM422', hint = 'Create a competitive group with it as the main product, or link competitors.';
    end if;

    select r.* into v_latest
    from core.competition_reports as r
    where r.asin_main = p_asin_main and r.marketplace = p_marketplace and r.tenant_id = p_tenant_id and r.model = 'rules-v1'
    order by r.version desc
    limit 1;
    v_report.evidence := core.report_evidence(
        p_tenant_id, p_asin_main, p_marketplace, v_report.as_of,
        case when v_latest.as_of < v_report.as_of then v_latest.as_of else core.report_day_before(v_latest, v_report.as_of) end,
        p_depth
    );
    if v_latest.as_of = v_report.as_of and v_latest.depth = p_depth and v_latest.evidence = v_report.evidence then
        return v_latest;
    end if;

    v_report.summary := core.report_summary(v_report.evidence, p_asin_main);
    v_report.charts := core.report_charts(p_tenant_id, p_asin_main, p_marketplace, v_report.as_of);
    insert into core.competition_reports (
        asin_main, marketplace, tenant_id, version, depth, status, as_of, data_version, summary, evidence, charts,
        execution_time_seconds, generated_at
    )
    select
        p_asin_main, p_marketplace, p_tenant_id,
        coalesce(
            (
                select max(r.version)
                from core.competition_reports as r
                where r.asin_main = p_asin_main and r.marketplace = p_marketplace and r.tenant_id = p_tenant_id
            ),
            0
        ) + 1,
        p_depth, core.report_status(v_report.evidence), v_report.as_of, api.data_version(), v_report.summary, v_report.evidence,
        v_report.charts, round(extract(epoch from clock_timestamp() - v_started_at), 4), p_now
    returning * into v_report;
    return v_report;
end;
$$;
comment on function core.make_competition_report(uuid, text, text, text, timestamptz) is 'Makes a version of a competition report by rules.';

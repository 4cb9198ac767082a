-- What differs between two versions of a report: claims that appeared, vanished, or have another value. Claims about the day before
-- and dates differ by nature and are left out. Reads what the caller may read of mart.report_claims; for a session that reads several
-- tenants, p_tenant_id says which.
-- Raises AM404 for a version that does not exist.
create or replace function mart.diff_reports(
    p_asin text,
    p_from_version integer,
    p_to_version integer,
    p_marketplace text default 'US',
    p_tenant_id uuid default coalesce(app.current_tenant(), '00000000-0000-0000-0000-000000000001')
)
returns table (
    claim_id text,
    change text,
    metric text,
    asin text,
    asin_comp text,
    old_text text,
    new_text text,
    difference numeric,
    sentence text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_missing integer;
begin
    select v.version into v_missing
    from unnest(array[p_from_version, p_to_version]) as v (version)
    where not exists (
        select from mart.competition_reports as r
        where r.asin_main = p_asin and r.marketplace = p_marketplace and r.tenant_id = p_tenant_id and r.version = v.version
    );
    if found then
        raise exception 'there is no version % of the report of % in marketplace %', v_missing, p_asin, p_marketplace
            using errcode = 'AM404', hint = 'mart.competition_reports has the versions.';
    end if;
    return query
    with claims as (
        select c.*
        from mart.report_claims as c
        where c.asin_main = p_asin and c.marketplace = p_marketplace and c.tenant_id = p_tenant_id
            and c.version in (p_from_version, p_to_version)
            and c.metric not like 'previous.%' and c.unit <> 'date'
    ),
    names as (
        select c.asin, max(c.claim_text) as title from claims as c where c.metric = 'title' and c.version = p_to_version group by c.asin
    )
    select
        coalesce(n.claim_id, o.claim_id),
        case when o.claim_id is null then 'appeared' when n.claim_id is null then 'vanished' else 'changed' end,
        coalesce(n.metric, o.metric),
        coalesce(n.asin, o.asin),
        coalesce(n.asin_comp, o.asin_comp),
        o.claim_text,
        n.claim_text,
        case
            when coalesce(n.unit, o.unit) not in ('text', 'yes_no') then n.claim_value::numeric - o.claim_value::numeric
        end,
        format(
            '%s of %s%s: %s -> %s', translate(coalesce(n.metric, o.metric), '_.', '  '),
            coalesce(main.title, n.asin, o.asin), ' against ' || coalesce(other.title, n.asin_comp, o.asin_comp),
            coalesce(o.claim_text, 'unknown'), coalesce(n.claim_text, 'unknown')
        )
    from (select c.* from claims as c where c.version = p_from_version) as o
    full join (select c.* from claims as c where c.version = p_to_version) as n on n.claim_id = o.claim_id
    left join names as main on main.asin = coalesce(n.asin, o.asin)
    left join names as other on other.asin = coalesce(n.asin_comp, o.asin_comp)
    where (o.claim_value, o.claim_id is null) is distinct from (n.claim_value, n.claim_id is null)
    order by coalesce(n.position_no, 100000 + o.position_no);
end;
$$;
comment on function mart.diff_reports(text, integer, integer, text, uuid) is 'Claims that appeared, vanished or changed between two versions of a competition report.';
grant execute on function mart.diff_reports(text, integer, integer, text, uuid) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;

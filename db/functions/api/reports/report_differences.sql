-- What differs between two versions of a tenant's report, by default the latest and the one before; for a version whose sentences a
-- language model wrote, the one before the version by rules that it is based on, whose claims it has. Raises AM404.
create or replace function api.report_differences(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_from_version integer,
    p_to_version integer
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_report core.competition_reports := api.find_report(p_tenant_id, p_asin, p_marketplace, p_to_version);
    v_from integer := coalesce(p_from_version, coalesce(v_report.based_on_version, v_report.version) - 1);
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    if v_from = 0 then
        raise exception 'there is no version before the first one of the report of %', p_asin
            using errcode = 'AM404', hint = 'There is nothing to compare it with yet.';
    end if;
    select json_build_object(
        'data', coalesce(json_agg(d), '[]'),
        'meta', json_build_object(
            'asin_main', p_asin, 'marketplace', p_marketplace, 'from_version', v_from, 'to_version', v_report.version, 'count', count(*)
        )
    )::text
    into v_body
    from mart.diff_reports(p_asin, v_from, v_report.version, p_marketplace, p_tenant_id) as d;
    return v_body;
end;
$$;
comment on function api.report_differences(uuid, text, text, integer, integer) is 'Differences of two versions of a tenant''s competition report.';
grant execute on function api.report_differences(uuid, text, text, integer, integer) to asinmart_api;

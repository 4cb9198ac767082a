-- Returns the age of each marketplace's data, and how many products of the tenant's own watch list were observed on its
-- newest day. The counts of mart.data_freshness are left out: they cover all tenants, so their changes would reveal
-- when other tenants start to track.
create or replace function api.data_freshness(p_tenant_id uuid)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    return (
        select json_build_object('data', coalesce(json_agg(r order by r.marketplace, r.table_name), '[]'))::text
        from (
            select
                f.marketplace, f.table_name, f.newest_day, f.expected_day, f.is_late, f.newest_observation_at, f.refreshed_at,
                f.stale_since_at, own.tracked_product_count, own.tracked_observed_count
            from mart.data_freshness as f
            cross join lateral (
                select
                    count(*) as tracked_product_count,
                    count(*) filter (where l.date = f.newest_day) as tracked_observed_count
                from app.tracked_products as t
                left join mart.product_latest as l on l.asin = t.asin and l.marketplace = t.marketplace
                where t.marketplace = f.marketplace and t.is_active
            ) as own
        ) as r
    );
end;
$$;
comment on function api.data_freshness(uuid) is 'Freshness of each marketplace and table, with the counts of the tenant''s own tracked products.';
grant execute on function api.data_freshness(uuid) to asinmart_api;

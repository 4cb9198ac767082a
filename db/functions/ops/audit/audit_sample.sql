-- The nightly audit: a sample of products, another one every day, over the recent days and one older month. The sample
-- depends only on the day, so that a second call on the same day checks the same rows. One snapshot, as in ops.audit.
-- Reports come weeks after their period, so of them three months are recent; their sample is one of products of brands.
create or replace function ops.audit_sample(p_now timestamptz default now())
returns table (
    table_name text, from_date date, to_date date, product_count integer, row_count bigint, missing_count bigint,
    unexpected_count bigint
)
language plpgsql
stable
security definer  -- the caller need not be able to read core
set search_path = pg_catalog, pg_temp
as $$
declare
    v_today date := p_now::date;
    v_seed bigint := (v_today - date '2000-01-01')::bigint;
    v_asins text[];
begin
    v_asins := array(
        select p.asin
        from core.products as p
        group by p.asin
        order by hashtextextended(p.asin, v_seed)
        limit ops.setting('audit_sample_products')::integer
    );
    product_count := cardinality(v_asins);
    from_date := v_today - ops.setting('audit_recent_days')::integer;
    -- In the easternmost marketplaces the next day has begun already.
    to_date := v_today + 1;
    return query
    select a.table_name, from_date, to_date, product_count, a.row_count, a.missing_count, a.unexpected_count
    from ops.audit(from_date, to_date, v_asins) as a;

    select m.month, (m.month + interval '1 month - 1 day')::date into from_date, to_date
    from ops.mart_months(null, from_date - 31) as m (month)
    order by hashtextextended(m.month::text, v_seed)
    limit 1;
    if found then
        return query
        select a.table_name, from_date, to_date, product_count, a.row_count, a.missing_count, a.unexpected_count
        from ops.audit(from_date, to_date, v_asins) as a
        where a.table_name <> 'mart.product_latest';
    end if;

    v_asins := array(
        select m.asin
        from core.asin_brand_mapping as m
        group by m.asin
        order by hashtextextended(m.asin, v_seed)
        limit ops.setting('audit_sample_products')::integer
    );
    product_count := cardinality(v_asins);
    from_date := (date_trunc('month', v_today::timestamp) - interval '2 months')::date;
    to_date := v_today + 1;
    return query
    select a.table_name, from_date, to_date, product_count, a.row_count, a.missing_count, a.unexpected_count
    from ops.audit_reports(from_date, to_date, v_asins) as a
    where product_count > 0;

    select m.month, (m.month + interval '1 month - 1 day')::date into from_date, to_date
    from (
        select distinct date_trunc('month', a.start_date::timestamp)::date as month
        from sqp.asin_performance_data as a
        where a.start_date < from_date
    ) as m
    order by hashtextextended(m.month::text, v_seed)
    limit 1;
    if found then
        return query
        select a.table_name, from_date, to_date, product_count, a.row_count, a.missing_count, a.unexpected_count
        from ops.audit_reports(from_date, to_date, v_asins) as a
        where product_count > 0;
    end if;
end;
$$;
comment on function ops.audit_sample(timestamptz) is 'Compares marts, reports and definitions for the sample of a day: recent days and one older month.';
grant execute on function ops.audit_sample(timestamptz) to asinmart_admin;

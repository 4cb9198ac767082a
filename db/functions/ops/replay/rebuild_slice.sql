-- Make the marts, the sums of reports and the segments of brands equal to their definitions for the days of [p_from, p_to], writing only
-- rows that differ; returns their number. Every day of core and of the marts counts as changed, so the regular refresh does the work.
-- Raises no alerts.
create or replace function ops.rebuild_slice(
    p_from date,
    p_to date,
    p_now timestamptz default now()
)
returns bigint
language plpgsql
volatile
security definer  -- an admin may rebuild marts but does not write them
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_count integer;
begin
    perform ops.lock_promotion(true);
    perform ops.promotion_scratch();
    v_count := sqp.rebuild_reports(p_from, p_to, p_now);
    -- Tables that were just restored have no statistics; without them the joins below take hours.
    perform ops.analyze_grown(t.name, p_from, p_to)
    from (values
        ('core.product_metrics_daily'), ('mart.product_days'), ('mart.competitor_comparison_daily')
    ) as t (name);
    insert into pg_temp.changed_days (asin, marketplace, date)
    select d.asin, d.marketplace, d.date from core.product_metrics_daily as d where d.date between p_from and p_to
    union
    select m.asin, m.marketplace, m.date from mart.product_days as m where m.date between p_from and p_to
    union
    select m.asin_main, m.marketplace, m.date from mart.competitor_comparison_daily as m where m.date between p_from and p_to
    union
    select m.asin, m.marketplace, m.date from mart.product_latest as m where m.date between p_from and p_to;
    if not found then
        if v_count > 0 then
            perform ops.announce_changes(null, p_now);
        end if;
        return v_count::bigint;
    end if;
    insert into pg_temp.changed_pairs (asin_main, asin_comp, marketplace)
    select distinct m.asin_main, m.asin_comp, m.marketplace
    from mart.competitor_comparison_daily as m
    where m.date between p_from and p_to
    except
    select p.asin_main, p.asin_comp, p.marketplace from core.comparison_pairs as p;
    analyze pg_temp.changed_days;

    -- The newest days first: the other refreshes rely on a correct mart.product_latest.
    v_count := v_count + mart.refresh_product_latest();
    v_count := v_count + mart.refresh_product_days(0);
    v_count := v_count + mart.refresh_competitor_comparison_daily();
    if v_count > 0 then
        perform ops.announce_changes(null, p_now);
    end if;
    return v_count::bigint;
end;
$$;
comment on function ops.rebuild_slice(date, date, timestamptz) is 'Makes the marts of some days equal to their definitions; returns the number of rows written.';
grant execute on function ops.rebuild_slice(date, date, timestamptz) to asinmart_admin;

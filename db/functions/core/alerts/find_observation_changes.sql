-- Add the changes of the days in pg_temp.rule_days against the previous observation to pg_temp.rule_changes, one row
-- per kind of change; core.match_rules compares them with the thresholds of each rule. Only kinds in
-- pg_temp.watched_changes are searched; an unknown value is no change. A rank is compared only with a rank of the same
-- category. A price is compared with the last known one (core.trusted_prices), which is read when the previous
-- observation may lack it or may have a wrong one.
create or replace function core.find_observation_changes(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_base_from date;
    v_reach integer := ops.setting('alert_price_reach_days')::integer;
    v_factor numeric := ops.setting('alert_suspect_price_factor')::numeric;
    v_has_price boolean := exists (select from pg_temp.watched_changes as a where a.rule_type = 'price' and a.compare_with = 'previous');
begin
    select min(k.date), max(k.date), min(k.base_date) into v_from, v_to, v_base_from
    from pg_temp.rule_days as k
    where k.is_history = p_is_history;
    if v_base_from is null then
        return;
    end if;

    with sides as materialized (
        select
            k.asin, k.marketplace, k.date, k.base_date, k.span, k.is_news, own.price, d.bsr, d.bsr_category, d.rating, d.reviews_count,
            d.buybox_price, d.buybox_seller, d.in_stock, b.bsr as old_bsr, b.bsr_category as old_bsr_category, b.rating as old_rating,
            b.reviews_count as old_reviews_count, b.buybox_price as old_buybox_price, b.buybox_seller as old_buybox_seller,
            b.in_stock as old_in_stock, case when p.is_looked_up then p.base_price else their.price end as old_price,
            case when p.compared_on <> k.base_date then p.compared_on end as compared_on, p.is_suspect
        from pg_temp.rule_days as k
        cross join lateral (
            select d.price, d.status, d.bsr, d.bsr_category, d.rating, d.reviews_count, d.buybox_price, d.buybox_seller, d.in_stock
            from core.product_metrics_daily as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
            offset 0
        ) as d
        cross join lateral (
            select b.price, b.status, b.bsr, b.bsr_category, b.rating, b.reviews_count, b.buybox_price, b.buybox_seller, b.in_stock
            from core.product_metrics_daily as b
            where b.asin = k.asin and b.marketplace = k.marketplace and b.date = k.base_date and b.date between v_base_from and v_to
            offset 0
        ) as b
        cross join lateral (
            -- After a day out of stock, a price counts only when the day is known to be in stock.
            select case
                when core.is_offered(d.status, d.in_stock) and (d.in_stock or core.is_offered(b.status, b.in_stock)) then d.price
            end as price
        ) as own
        cross join lateral (select case when core.is_offered(b.status, b.in_stock) then b.price end as price) as their
        left join lateral (
            select true as is_looked_up, p.base_price, p.compared_on, p.is_suspect
            from core.trusted_prices(
                k.asin, k.marketplace, k.date, k.base_date, k.span, own.price, v_reach, v_factor,
                least(v_from - v_reach, v_base_from), v_to
            ) as p
            where v_has_price and own.price is not null
                and (k.has_changed is null or their.price is null or core.is_implausible(own.price, their.price, v_factor))
            offset 0
        ) as p on true
        where k.is_history = p_is_history and k.has_changed is not false and not k.is_pair_only
    )
    insert into pg_temp.rule_changes (
        asin, marketplace, date, base_date, is_news, is_history, change_key, direction, old_value, new_value, change, change_pct,
        old_text, new_text, observed_days, compared_on, is_suspect
    )
    select
        s.asin, s.marketplace, s.date, s.base_date, s.is_news, p_is_history, a.change_key,
        case
            when a.rule_type = 'stock' then case when s.in_stock then 1 else -1 end
            when a.rule_type = 'buybox_seller' or v.new_value > v.old_value then 1
            else -1
        end,
        v.old_value, v.new_value, v.new_value - v.old_value,
        round((v.new_value - v.old_value) * 100 / nullif(v.old_value, 0), 2),
        case
            when a.rule_type = 'bsr' then s.old_bsr_category
            when a.rule_type in ('buybox_price', 'buybox_seller') then s.old_buybox_seller
            when a.rule_type = 'stock' then case when s.old_in_stock then 'in stock' else 'out of stock' end
        end,
        case
            when a.rule_type = 'bsr' then s.bsr_category
            when a.rule_type in ('buybox_price', 'buybox_seller') then s.buybox_seller
            when a.rule_type = 'stock' then case when s.in_stock then 'in stock' else 'out of stock' end
        end,
        1, case when a.rule_type = 'price' then s.compared_on end, a.rule_type = 'price' and s.is_suspect
    from sides as s
    inner join pg_temp.watched_changes as a on a.compare_with = 'previous' and a.span = s.span
    cross join lateral (
        select
            case a.rule_type
                when 'price' then s.old_price
                when 'bsr' then s.old_bsr
                when 'rating' then s.old_rating
                when 'reviews' then s.old_reviews_count
                when 'buybox_price' then s.old_buybox_price
                when 'buybox_seller' then s.old_buybox_price
            end as old_value,
            case a.rule_type
                when 'price' then s.price
                when 'bsr' then case when s.bsr_category is not distinct from s.old_bsr_category then s.bsr end
                when 'rating' then s.rating
                when 'reviews' then s.reviews_count
                when 'buybox_price' then s.buybox_price
                when 'buybox_seller' then s.buybox_price
            end as new_value
        offset 0
    ) as v
    where case a.rule_type
        when 'buybox_seller' then s.buybox_seller <> s.old_buybox_seller
        when 'stock' then s.in_stock <> s.old_in_stock
        else core.exceeds_thresholds(v.new_value, v.old_value, a.min_pct, a.min_change)
    end;
end;
$$;
comment on function core.find_observation_changes(boolean) is 'Finds values that changed since the previous observation, on the days to evaluate.';

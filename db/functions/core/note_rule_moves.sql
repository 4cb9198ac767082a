-- What moved on the days in pg_temp.rule_days against the observation before, one row a kind of move, into pg_temp.rule_moves:
-- value, what it is compared with, and the change between; core.match_rules asks whether that is enough. Only what is in
-- pg_temp.asked_moves is looked for, and unknown values never move. A rank is only compared with a rank of the
-- same category.
create or replace function core.note_rule_moves(p_is_history boolean default false)
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
begin
    select min(k.date), max(k.date), min(k.base_date) into v_from, v_to, v_base_from
    from pg_temp.rule_days as k
    where k.is_history = p_is_history;
    if v_base_from is null then
        return;
    end if;

    with sides as materialized (
        select
            k.asin, k.marketplace, k.date, k.base_date, k.span, k.is_news, d.price, d.bsr, d.bsr_category, d.rating, d.reviews_count,
            d.buybox_price, d.buybox_seller, d.in_stock, b.price as old_price, b.bsr as old_bsr,
            b.bsr_category as old_bsr_category, b.rating as old_rating, b.reviews_count as old_reviews_count,
            b.buybox_price as old_buybox_price, b.buybox_seller as old_buybox_seller, b.in_stock as old_in_stock
        from pg_temp.rule_days as k
        cross join lateral (
            select d.price, d.bsr, d.bsr_category, d.rating, d.reviews_count, d.buybox_price, d.buybox_seller, d.in_stock
            from core.product_metrics_daily as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
            offset 0
        ) as d
        cross join lateral (
            select b.price, b.bsr, b.bsr_category, b.rating, b.reviews_count, b.buybox_price, b.buybox_seller, b.in_stock
            from core.product_metrics_daily as b
            where b.asin = k.asin and b.marketplace = k.marketplace and b.date = k.base_date and b.date between v_base_from and v_to
            offset 0
        ) as b
        where k.is_history = p_is_history and k.has_moved is not false and not k.is_pair_only
    )
    insert into pg_temp.rule_moves (
        asin, marketplace, date, base_date, is_news, is_history, move_key, direction, old_value, new_value, change, change_pct,
        old_text, new_text, observed_days
    )
    select
        s.asin, s.marketplace, s.date, s.base_date, s.is_news, p_is_history, a.move_key,
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
        1
    from sides as s
    inner join pg_temp.asked_moves as a on a.compare_with = 'previous' and a.span = s.span
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
        else core.is_beyond(v.new_value, v.old_value, a.least_pct, a.least_change)
    end;
end;
$$;
comment on function core.note_rule_moves(boolean) is 'Notes what moved against the observation before on the days that alert rules judge.';

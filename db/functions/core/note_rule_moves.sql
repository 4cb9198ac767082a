-- What moved on the days in pg_temp.rule_days against the observation before, one row a kind of move, into pg_temp.rule_moves:
-- value, what it is compared with, and the change between; core.match_rules asks whether that is enough. Only what is in
-- pg_temp.asked_moves is looked for, and unknown values never move. A rank is only compared with a rank of the
-- same category.
create or replace function core.note_rule_moves(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = ''
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

    with moved as materialized (
        select
            k.asin, k.marketplace, k.date, k.base_date, k.span, k.is_news, m.rule_type, m.direction, m.old_value, m.new_value,
            m.old_text, m.new_text
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
        cross join lateral (values
            ('price', sign(d.price - b.price), b.price, d.price, null, null),
            (
                'bsr',
                case when d.bsr_category is not distinct from b.bsr_category then sign(d.bsr - b.bsr) end,
                b.bsr, d.bsr, b.bsr_category, d.bsr_category
            ),
            ('rating', sign(d.rating - b.rating), b.rating, d.rating, null, null),
            ('reviews', sign(d.reviews_count - b.reviews_count), b.reviews_count, d.reviews_count, null, null),
            (
                'buybox_price', sign(d.buybox_price - b.buybox_price), b.buybox_price, d.buybox_price,
                b.buybox_seller, d.buybox_seller
            ),
            (
                'buybox_seller', case when d.buybox_seller <> b.buybox_seller then 1 end,
                b.buybox_price, d.buybox_price, b.buybox_seller, d.buybox_seller
            ),
            (
                'stock', case when d.in_stock <> b.in_stock then case when d.in_stock then 1 else -1 end end,
                null, null, case when b.in_stock then 'in stock' else 'out of stock' end,
                case when d.in_stock then 'in stock' else 'out of stock' end
            )
        ) as m (rule_type, direction, old_value, new_value, old_text, new_text)
        where k.is_history = p_is_history and k.has_moved is not false and not k.is_pair_only and m.direction <> 0
    )
    insert into pg_temp.rule_moves (
        asin, marketplace, date, base_date, is_news, is_history, move_key, direction, old_value, new_value, change, change_pct,
        old_text, new_text, observed_days
    )
    select
        m.asin, m.marketplace, m.date, m.base_date, m.is_news, p_is_history, a.move_key, m.direction, m.old_value, m.new_value,
        m.new_value - m.old_value,
        round((m.new_value - m.old_value) * 100 / nullif(m.old_value, 0), 2),
        m.old_text, m.new_text, 1
    from moved as m
    inner join pg_temp.asked_moves as a on a.compare_with = 'previous' and a.rule_type = m.rule_type and a.span = m.span
    where m.rule_type in ('buybox_seller', 'stock') or core.is_beyond(m.new_value, m.old_value, a.least_pct, a.least_change);
end;
$$;
comment on function core.note_rule_moves(boolean) is 'Notes what moved against the observation before on the days that alert rules judge.';

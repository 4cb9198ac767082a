-- What moved on the days in pg_temp.rule_days, one row a kind of move, into pg_temp.rule_moves: value, what it is compared
-- with, and the change between. The one definition of what a rule of a type and comparison looks at; core.match_rules asks
-- whether that is enough. Only kinds that a rule in pg_temp.judged_rules asks for are looked for, and unknown values never move.
-- A rank is only compared with a rank of the same category. A window ends on the observation before, so that a jump is not
-- part of what it is compared with.
create or replace function core.note_rule_moves(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    v_wanted text[];
    v_windows smallint[];
    v_from date;
    v_to date;
    v_base_from date;
begin
    select array_agg(distinct r.move_key), array_agg(distinct r.window_days) filter (where r.window_days is not null)
    into v_wanted, v_windows
    from pg_temp.judged_rules as r;
    select min(k.date), max(k.date), min(k.base_date) into v_from, v_to, v_base_from
    from pg_temp.rule_days as k
    where k.is_history = p_is_history;
    if v_base_from is null or v_wanted is null then
        return;
    end if;

    insert into pg_temp.rule_moves (
        asin, marketplace, date, base_date, is_news, is_history, move_key, direction, old_value, new_value, change, change_pct,
        old_text, new_text, observed_days
    )
    select
        k.asin, k.marketplace, k.date, k.base_date, k.is_news, p_is_history, m.move_key, m.direction, m.old_value, m.new_value,
        m.new_value - m.old_value,
        round((m.new_value - m.old_value) * 100 / nullif(m.old_value, 0), 2),
        m.old_text, m.new_text, 1
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
        ('price:previous:0::' || k.span, sign(d.price - b.price), b.price, d.price, null, null),
        (
            'bsr:previous:0::' || k.span,
            case when d.bsr_category is not distinct from b.bsr_category then sign(d.bsr - b.bsr) end,
            b.bsr, d.bsr, b.bsr_category, d.bsr_category
        ),
        ('rating:previous:0::' || k.span, sign(d.rating - b.rating), b.rating, d.rating, null, null),
        ('reviews:previous:0::' || k.span, sign(d.reviews_count - b.reviews_count), b.reviews_count, d.reviews_count, null, null),
        (
            'buybox_price:previous:0::' || k.span, sign(d.buybox_price - b.buybox_price), b.buybox_price, d.buybox_price,
            b.buybox_seller, d.buybox_seller
        ),
        (
            'buybox_seller:previous:0::' || k.span, case when d.buybox_seller <> b.buybox_seller then 1 end,
            b.buybox_price, d.buybox_price, b.buybox_seller, d.buybox_seller
        ),
        (
            'stock:previous:0::' || k.span, case when d.in_stock <> b.in_stock then case when d.in_stock then 1 else -1 end end,
            null, null, case when b.in_stock then 'in stock' else 'out of stock' end,
            case when d.in_stock then 'in stock' else 'out of stock' end
        )
    ) as m (move_key, direction, old_value, new_value, old_text, new_text)
    where k.is_history = p_is_history
        and not k.is_pair_only
        and m.direction <> 0
        and m.move_key = any (v_wanted);

    if v_windows is not null then
        insert into pg_temp.rule_moves (
            asin, marketplace, date, base_date, is_news, is_history, move_key, direction, old_value, new_value, change,
            change_pct, old_text, new_text, observed_days
        )
        select
            k.asin, k.marketplace, k.date, k.base_date, k.is_news, p_is_history, m.move_key, m.direction, m.old_value,
            m.new_value,
            m.new_value - m.old_value,
            round((m.new_value - m.old_value) * 100 / nullif(m.old_value, 0), 2),
            null, case when m.move_key ~ 'bsr' then d.bsr_category end, w.observed_days
        from pg_temp.rule_days as k
        cross join lateral (
            select d.price, d.bsr, d.bsr_category, d.rating
            from core.product_metrics_daily as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
            offset 0
        ) as d
        cross join lateral (
            select b.bsr_category
            from core.product_metrics_daily as b
            where b.asin = k.asin and b.marketplace = k.marketplace and b.date = k.base_date
                and b.date between v_base_from and v_to
            offset 0
        ) as b
        cross join lateral (
            select r.*
            from mart.product_metrics_rollup as r
            where r.asin = k.asin and r.marketplace = k.marketplace and r.as_of = k.base_date
                and r.as_of between v_base_from and v_to
                and r.window_days = any (v_windows)
            offset 0
        ) as w
        cross join lateral (
            select
                case when d.price > w.price_max then w.price_max when d.price < w.price_min then w.price_min end as price_extreme,
                case when d.bsr > w.bsr_max then w.bsr_max when d.bsr < w.bsr_min then w.bsr_min end as bsr_extreme,
                d.bsr_category is not distinct from b.bsr_category as is_same_category
        ) as x
        cross join lateral (values
            ('price:average:' || w.window_days || '::1', sign(d.price - w.price_avg), w.price_avg, d.price),
            (
                'bsr:average:' || w.window_days || '::1',
                case when x.is_same_category then sign(d.bsr - w.bsr_avg) end, w.bsr_avg, d.bsr
            ),
            ('rating:average:' || w.window_days || '::1', sign(d.rating - w.rating_avg), w.rating_avg, d.rating),
            ('price:extreme:' || w.window_days || '::1', sign(d.price - x.price_extreme), x.price_extreme, d.price),
            (
                'bsr:extreme:' || w.window_days || '::1',
                case when x.is_same_category then sign(d.bsr - x.bsr_extreme) end, x.bsr_extreme, d.bsr
            ),
            ('extreme:extreme:' || w.window_days || ':price:1', sign(d.price - x.price_extreme), x.price_extreme, d.price),
            (
                'extreme:extreme:' || w.window_days || ':bsr:1',
                case when x.is_same_category then sign(d.bsr - x.bsr_extreme) end, x.bsr_extreme, d.bsr
            )
        ) as m (move_key, direction, old_value, new_value)
        where k.is_history = p_is_history
            and k.span = 1
            and not k.is_pair_only
            and m.direction <> 0
            and m.move_key = any (v_wanted);
    end if;
end;
$$;
comment on function core.note_rule_moves(boolean) is 'Notes what moved on the days that alert rules judge.';

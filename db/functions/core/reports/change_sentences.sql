-- How fresh the data is, and what changed since the version before: prices by 1 %, ranks in the same category by 30 %, ratings by a
-- tenth of a star, stock and the seller of the featured offer at all.
create or replace function core.change_sentences(
    p_values jsonb,
    p_asin_main text,
    p_rivals text[]
)
returns table (section text, place integer, tone text, template text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
begin
    return query
    with products as (
        select
            m.asin, m.place::integer as place, m.asin = p_asin_main as is_main,
            p_values ->> ('date:' || m.asin) as date,
            (p_values ->> ('observed_days_30d:' || m.asin))::integer as observed_days,
            (p_values ->> ('price:' || m.asin))::numeric as price,
            (p_values ->> ('previous.price:' || m.asin))::numeric as old_price,
            (p_values ->> ('bsr:' || m.asin))::numeric as bsr,
            (p_values ->> ('previous.bsr:' || m.asin))::numeric as old_bsr,
            p_values ->> ('bsr_category:' || m.asin) as category,
            p_values ->> ('previous.bsr_category:' || m.asin) as old_category,
            (p_values ->> ('rating:' || m.asin))::numeric as rating,
            (p_values ->> ('previous.rating:' || m.asin))::numeric as old_rating,
            (p_values ->> ('in_stock:' || m.asin))::boolean as in_stock,
            (p_values ->> ('previous.in_stock:' || m.asin))::boolean as old_in_stock,
            p_values ->> ('buybox_seller:' || m.asin) as seller,
            p_values ->> ('previous.buybox_seller:' || m.asin) as old_seller
        from unnest(p_asin_main || p_rivals) with ordinality as m (asin, place)
    ),
    changes as (
        select p.place, p.asin, p.is_main, 1 as kind, p.price < p.old_price as is_better,
            'The price of {title:%1$s} changed from {previous.price:%1$s} to {price:%1$s}.' as template
        from products as p
        where abs(p.price - p.old_price) * 100 >= p.old_price
        union all
        select p.place, p.asin, p.is_main, 2, p.bsr < p.old_bsr, 'The rank of {title:%1$s} changed from {previous.bsr:%1$s} to {bsr:%1$s}.'
        from products as p
        where p.category = p.old_category and abs(p.bsr - p.old_bsr) * 100 >= 30 * p.old_bsr
        union all
        select p.place, p.asin, p.is_main, 3, p.rating > p.old_rating,
            'The rating of {title:%1$s} changed from {previous.rating:%1$s} to {rating:%1$s}.'
        from products as p
        where abs(p.rating - p.old_rating) >= 0.1
        union all
        select p.place, p.asin, p.is_main, 4, p.in_stock,
            case when p.in_stock then '{title:%1$s} is in stock again.' else '{title:%1$s} went out of stock.' end
        from products as p
        where p.in_stock <> p.old_in_stock
        union all
        select p.place, p.asin, p.is_main, 5, null,
            'The featured offer of {title:%1$s} went from {previous.buybox_seller:%1$s} to {buybox_seller:%1$s}.'
        from products as p
        where p.seller <> p.old_seller
    )
    select 'changes', c.kind * 100 + c.place,
        -- A price that the main product itself lowered is no news of good or bad.
        case when c.is_better is null or c.is_main and c.kind = 1 then 'neutral' when c.is_better = c.is_main then 'good' else 'bad' end,
        format(c.template, c.asin)
    from changes as c
    union all
    select 'changes', 1, 'neutral', format('No price, rank, rating, stock status or seller moved much since {previous.date:%s}.', p_asin_main)
    where p_values ? ('previous.date:' || p_asin_main) and not exists (select from changes)
    union all
    select 'freshness', p.place, 'neutral', format('{title:%1$s} was last observed on {date:%1$s}.', p.asin)
    from products as p
    where p.is_main or p.date <> p_values ->> ('date:' || p_asin_main)
    union all
    select 'freshness', 100 + p.place, 'bad',
        format('{title:%1$s} was observed on only {observed_days_30d:%1$s} of the last 30 days.', p.asin)
    from products as p
    where p.observed_days < 15
    union all
    select 'freshness', 200, 'bad', format('{%s} was not observed in the last 30 days: it is compared with nothing.', v.id)
    from jsonb_object_keys(p_values) as v (id)
    where v.id like 'asin_comp:%';
end;
$$;
comment on function core.change_sentences(jsonb, text, text[]) is 'Sentences of a competition report about changes and freshness.';

-- Returns the lowest thresholds of the evaluated rules for a change against an earlier observation, from
-- pg_temp.watched_changes: one row per span (how many observations apart the two are), one column per value; null when
-- no rule watches the value.
create or replace function core.minimum_thresholds()
returns table (
    span smallint, price_pct numeric, price_change numeric, bsr_pct numeric, bsr_change numeric, rating_pct numeric, rating_change numeric,
    reviews_pct numeric, reviews_change numeric, buybox_pct numeric, buybox_change numeric, has_seller boolean, has_stock boolean
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        a.span,
        min(a.min_pct) filter (where a.rule_type = 'price'),
        min(a.min_change) filter (where a.rule_type = 'price'),
        min(a.min_pct) filter (where a.rule_type = 'bsr'),
        min(a.min_change) filter (where a.rule_type = 'bsr'),
        min(a.min_pct) filter (where a.rule_type = 'rating'),
        min(a.min_change) filter (where a.rule_type = 'rating'),
        min(a.min_pct) filter (where a.rule_type = 'reviews'),
        min(a.min_change) filter (where a.rule_type = 'reviews'),
        min(a.min_pct) filter (where a.rule_type = 'buybox_price'),
        min(a.min_change) filter (where a.rule_type = 'buybox_price'),
        bool_or(a.rule_type = 'buybox_seller'),
        bool_or(a.rule_type = 'stock')
    from pg_temp.watched_changes as a
    where a.compare_with = 'previous'
    group by a.span;
$$;
comment on function core.minimum_thresholds() is 'The lowest thresholds of the evaluated rules against an earlier observation, one row per span.';

-- Fill pg_temp.watched_changes with the kinds of change that the rules in pg_temp.evaluated_rules watch: one row per
-- change_key, with the lowest threshold of these rules or of a product's own. Smaller changes need not be read.
create or replace function core.load_watched_changes()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into pg_temp.watched_changes (change_key, rule_type, metric, compare_with, window_days, span, min_pct, min_change)
    select
        r.change_key, r.rule_type, coalesce(r.metric, r.rule_type), r.compare_with, r.window_days,
        case when r.compare_with = 'previous' then r.confirm_window else 1 end,
        min(least(
            coalesce(r.limit_pct, -1),
            case r.rule_type when 'price' then own.price_pct when 'bsr' then own.bsr_pct end
        )),
        min(coalesce(r.limit_change, 0))
    from pg_temp.evaluated_rules as r
    cross join (
        select min(t.price_change_threshold_pct) as price_pct, min(t.bsr_change_threshold_pct) as bsr_pct
        from app.tracked_products as t
        where num_nonnulls(t.price_change_threshold_pct, t.bsr_change_threshold_pct) > 0
    ) as own
    group by 1, 2, 3, 4, 5, 6;
$$;
comment on function core.load_watched_changes() is 'Loads the kinds of change that the evaluated rules watch, with the lowest threshold of each.';

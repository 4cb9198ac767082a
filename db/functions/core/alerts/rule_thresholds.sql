-- Returns the thresholds of a rule: its own, or else the defaults of its type in ops.settings. A product's own
-- threshold (app.tracked_products) replaces the percentage where there is one.
create or replace function core.rule_thresholds(p_rule core.alert_rules)
returns table (threshold_pct numeric, min_change numeric)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        case
            when num_nonnulls(p_rule.threshold_pct, p_rule.min_change) > 0 then p_rule.threshold_pct
            when p_rule.rule_type in ('price', 'buybox_price') then ops.setting('alert_price_change_pct')::numeric
            when p_rule.rule_type = 'bsr' then ops.setting('alert_bsr_change_pct')::numeric
        end,
        case
            when num_nonnulls(p_rule.threshold_pct, p_rule.min_change) > 0 then p_rule.min_change
            when p_rule.rule_type = 'rating' then ops.setting('alert_rating_drop')::numeric
        end;
$$;
comment on function core.rule_thresholds(core.alert_rules) is 'Thresholds of a rule: its own, or the defaults of its type.';

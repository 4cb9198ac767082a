-- Renders a rule as one sentence for lists and messages. It contains every setting that decides whether the rule
-- alerts.
create or replace function core.rule_sentence(p_rule core.alert_rules)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select concat(
        case p_rule.scope_type
            when 'all' then 'Any observed product'
            when 'tracked' then 'Any tracked product'
            when 'product' then 'Product ' || p_rule.scope_asin
            when 'group' then coalesce(
                'Any product of group "' || (select g.name from core.competitive_groups as g where g.id = p_rule.scope_group_id) || '"',
                'Any product of a group'
            )
            when 'category' then 'Any tracked product or competitor in category "' || p_rule.scope_category || '"'
            when 'brand' then 'Any tracked product or competitor of brand "' || p_rule.scope_brand || '"'
        end,
        ' in ' || p_rule.scope_marketplace,
        ': ',
        case p_rule.rule_type
            when 'buybox_seller' then 'another seller holds the buy box'
            when 'stock' then case p_rule.direction
                when 'down' then 'it goes out of stock'
                when 'up' then 'it is back in stock'
                else 'it goes out of stock or is back'
            end
            when 'listing' then 'the title changes'
            when 'bestseller_list' then format(
                '%s the first %s places of a best-seller list',
                case p_rule.direction when 'down' then 'leaves' when 'up' then 'enters' else 'enters or leaves' end, p_rule.list_places
            )
            when 'undercut' then 'a competitor is cheaper' || coalesce(' by ' || core.render_thresholds(p_rule), '')
            when 'extreme' then format(
                'the %s reaches a new %s-day %s', case p_rule.metric when 'bsr' then 'rank' else 'price' end, p_rule.window_days,
                case p_rule.direction when 'down' then 'low' when 'up' then 'high' else 'low or high' end
            ) || coalesce(', by ' || core.render_thresholds(p_rule), '')
            else format(
                'the %s %s%s against %s',
                case p_rule.rule_type
                    when 'price' then 'price'
                    when 'bsr' then 'rank in the smallest category'
                    when 'rating' then 'rating'
                    when 'reviews' then 'number of ratings'
                    when 'buybox_price' then 'buy box price'
                end,
                case p_rule.direction when 'down' then 'falls' when 'up' then 'rises' else 'changes' end,
                coalesce(' by ' || core.render_thresholds(p_rule), ''),
                case p_rule.compare_with
                    when 'average' then format('the average of the previous %s days', p_rule.window_days)
                    when 'extreme' then format('the low or high of the previous %s days', p_rule.window_days)
                    else 'the previous observation'
                end
            )
        end,
        case when p_rule.compare_with <> 'previous' then format(', with values on at least %s of those days', p_rule.min_observed_days) end,
        case when p_rule.confirm_window > 1 then format(', in %s of %s observations', p_rule.confirm_count, p_rule.confirm_window) end,
        case p_rule.rearm
            when 'once' then '; once per product'
            when 'new_extreme' then '; again when it goes further'
            when 'after_cooldown' then '; again while it holds'
        end,
        -- Same condition as in core.update_alerts.
        case when p_rule.rearm <> 'once' and (p_rule.cooldown is null or p_rule.rearm = 'beyond_told')
            then '; again on the same day ' || nullif(concat_ws(
            ' or ',
            case when exists (
                select from core.rule_thresholds(p_rule) as t where greatest(t.threshold_pct, t.min_change) > 0
            ) then 'at three times the threshold' end,
            case
                when p_rule.direction = 'both' and p_rule.rule_type not in ('buybox_seller', 'listing', 'undercut')
                    then 'in the other direction'
            end
        ), '') end,
        case p_rule.rearm
            when 'beyond_told' then '; only beyond the values of the last alert within '
            else '; not twice within '
        end || p_rule.cooldown,
        '; at most ' || p_rule.max_per_day || case p_rule.max_per_day when 1 then ' alert a day' else ' alerts a day' end,
        '.'
    );
$$;
comment on function core.rule_sentence(core.alert_rules) is 'An alert rule as a sentence.';

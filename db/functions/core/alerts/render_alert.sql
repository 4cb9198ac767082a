-- Renders the title and the sentence of an alert for lists and messages. No SET clause: it must inline.
create or replace function core.render_alert(
    p_rule_type text,
    p_metric text,
    p_compare_with text,
    p_window_days smallint,
    p_direction integer,
    p_old_value numeric,
    p_new_value numeric,
    p_change_pct numeric,
    p_old_text text,
    p_new_text text,
    p_currency text
)
returns table (headline text, sentence text)
language sql
immutable
as $$
    select
        case p_rule_type
            when 'price' then format('Price %s %s', v.moved, v.size)
            when 'bsr' then format('Rank %s %s', case when p_direction < 0 then 'better by' else 'worse by' end, v.size)
            when 'rating' then format('Rating %s to %s', v.moved, v.new_value)
            when 'reviews' then format('Ratings %s to %s', v.moved, v.new_value)
            when 'buybox_price' then format('Buy box price %s %s', v.moved, v.size)
            when 'buybox_seller' then 'Buy box moved to ' || p_new_text
            when 'stock' then case when p_direction < 0 then 'Out of stock' else 'Back in stock' end
            when 'listing' then 'Title changed'
            when 'extreme' then case p_metric
                when 'bsr' then format('%s rank of %s days: %s', case when p_direction < 0 then 'Best' else 'Worst' end, p_window_days, v.new_value)
                else format('%s price of %s days: %s', case when p_direction < 0 then 'Lowest' else 'Highest' end, p_window_days, v.new_value)
            end
            when 'undercut' then format('Undercut by %s by %s', p_new_text, v.size)
            else format('%s best-seller list %s', case when p_direction > 0 then 'Entered' else 'Left' end, p_new_text)
        end,
        case p_rule_type
            when 'buybox_seller' then format(
                'featured offer of %s at %s to %s at %s %s',
                p_old_text, coalesce(v.old_value, 'no price'), p_new_text, coalesce(v.new_value, 'no price'), p_currency
            )
            when 'stock' then format('%s to %s', p_old_text, p_new_text)
            when 'listing' then format('title "%s" to "%s"', p_old_text, p_new_text)
            when 'undercut' then format('price %s against %s of %s %s', v.old_value, v.new_value, p_new_text, p_currency)
            when 'bestseller_list' then format(
                '%s to %s in %s', coalesce('place ' || v.old_value, 'not listed'), coalesce('place ' || v.new_value, 'not listed'), p_new_text
            )
            else format(
                '%s %s to %s%s%s',
                v.what || case p_compare_with
                    when 'average' then format(' from a %s-day average of', p_window_days)
                    when 'extreme' then format(' from a %s-day %s of', p_window_days, case when p_direction < 0 then 'low' else 'high' end)
                    else ''
                end,
                v.old_value, v.new_value, v.unit, ' (' || to_char(p_change_pct, 'SGFM99999999999990.00') || ' %)'
            )
        end
    from (
        select
            case when p_direction < 0 then 'down' else 'up' end as moved,
            -- A change from 0 has no percentage.
            coalesce(abs(p_change_pct) || ' %', 'from ' || trim_scale(p_old_value) || ' to ' || trim_scale(p_new_value)) as size,
            case when p_rule_type in ('bsr', 'reviews', 'bestseller_list') or p_metric = 'bsr'
                then trim_scale(p_old_value)::text else round(p_old_value, 2)::text end as old_value,
            case when p_rule_type in ('bsr', 'reviews', 'bestseller_list') or p_metric = 'bsr'
                then trim_scale(p_new_value)::text else round(p_new_value, 2)::text end as new_value,
            case
                when p_rule_type = 'bsr' or p_metric = 'bsr' then 'rank' || coalesce(' in ' || p_new_text, '')
                when p_rule_type = 'rating' then 'rating'
                when p_rule_type = 'reviews' then 'number of ratings'
                when p_rule_type = 'buybox_price' then 'featured offer''s price'
                else 'price'
            end as what,
            case
                when p_rule_type = 'rating' then ' stars'
                when p_rule_type in ('bsr', 'reviews') or p_metric = 'bsr' then ''
                else ' ' || p_currency
            end as unit
    ) as v;
$$;
comment on function core.render_alert(text, text, text, smallint, integer, numeric, numeric, numeric, text, text, text) is 'Title and sentence of an alert.';

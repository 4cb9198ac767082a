-- Returns the matches in pg_temp.rule_matches that have the given outcome, with the texts of their alerts. A change of
-- three times each threshold raises the severity by one level. No SET clause: it must inline.
create or replace function core.rendered_alerts(p_outcome text)
returns table (
    rule_id bigint, tenant_id uuid, asin text, marketplace text, kind text, date date, is_news boolean, snooze_ends_at timestamptz,
    old_value numeric, new_value numeric, change_pct numeric, severity text, title text, message text, details jsonb
)
language sql
stable
as $$
    select
        m.rule_id, m.tenant_id, m.asin, m.marketplace, m.kind, m.date, m.is_news, m.snooze_ends_at, m.old_value, m.new_value, m.change_pct,
        levels.names[least(4, array_position(levels.names, r.severity) + case when far.is_threefold then 1 else 0 end)],
        w.headline || ': ' || coalesce(left(p.title, 80), m.asin),
        format(
            '%s (%s): from %s to %s, %s. Rule "%s": %s', m.asin, m.marketplace, coalesce(since.date::text, 'never'), m.date,
            w.sentence, r.name, r.sentence
        ),
        jsonb_strip_nulls(jsonb_build_object(
            'date', m.date, 'previous_date', since.date, 'days_since_previous', m.date - since.date,
            'direction', case when m.direction < 0 then 'down' else 'up' end,
            'threshold_pct', m.threshold_pct, 'min_change', m.min_change, 'is_threefold', case when far.is_threefold then true end,
            'old', m.old_text, 'new', m.new_text, 'currency', g.currency_code, 'rule', r.sentence
        ))
    from pg_temp.rule_matches as m
    inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
    inner join core.marketplaces as g on g.marketplace = m.marketplace
    left join core.products as p on p.asin = m.asin and p.marketplace = m.marketplace
    cross join lateral (select coalesce(m.compared_on, m.base_date) as date) as since
    cross join (select array['low', 'medium', 'high', 'critical'] as names) as levels
    cross join lateral (
        select greatest(m.threshold_pct, m.min_change) > 0
            and (m.threshold_pct is null or abs(m.new_value - m.old_value) * 100 >= 3 * m.threshold_pct * abs(m.old_value))
            and (m.min_change is null or abs(m.new_value - m.old_value) >= 3 * m.min_change) as is_threefold
    ) as far
    cross join lateral core.render_alert(
        r.rule_type, r.metric, r.compare_with, r.window_days, m.direction::integer, m.old_value, m.new_value, m.change_pct,
        m.old_text, m.new_text, g.currency_code
    ) as w
    where m.outcome = p_outcome;
$$;
comment on function core.rendered_alerts(text) is 'Matches of alert rules with the title, message and details of their alerts.';

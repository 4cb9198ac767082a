-- Update the alerts of days that changed: when a match in pg_temp.rule_matches confirms an existing alert with other
-- values, the alert takes these values, also when core.apply_alert_policy lets the day alert in the other direction.
-- core.correct_alerts says which rules apply.
-- An alert is notified again (pg_temp.raised_alerts) only on a product's newest day and when the change crosses another
-- threshold: three times the threshold, or the threshold of the other direction, each once a day. Not for rules that
-- alert once or have a cooldown (except beyond_told), nor during a snooze. details.told lists the thresholds that were
-- notified.
create or replace function core.update_alerts(p_now timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_ids regclass := pg_get_serial_sequence('core.alerts', 'id')::regclass;
begin
    select min(m.date), max(m.date) into v_from, v_to from pg_temp.rule_matches as m where m.has_alert;
    if v_from is null then
        return;
    end if;
    update pg_temp.rule_matches as m
    set outcome = 'update'
    from pg_temp.evaluated_rules as r, core.alerts as a
    where m.has_alert and m.is_confirmed and not m.is_history and r.id = m.rule_id
        and a.asin = m.asin and a.marketplace = m.marketplace and a.kind = m.kind and a.date = m.date and a.rule_id = m.rule_id
        and a.date between v_from and v_to
        and r.sentence = a.details ->> 'rule'
        and m.outcome in ('told', 'alert')
        and (
            a.old_value, a.new_value, a.change_pct, a.details ->> 'direction', a.details ->> 'previous_date', a.details ->> 'old',
            a.details ->> 'new'
        ) is distinct from (
            m.old_value, m.new_value, m.change_pct, case when m.direction < 0 then 'down' else 'up' end,
            coalesce(m.compared_on, m.base_date)::text, m.old_text, m.new_text
        );
    if not found then
        return;
    end if;

    with existing as (
        select
            m.*, a.id, a.told_id, r.rearm, r.cooldown,
            coalesce(a.details -> 'told', jsonb_build_array(core.alert_level(a.details))) as levels
        from core.rendered_alerts('update') as m
        inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
        inner join core.alerts as a
            on a.asin = m.asin and a.marketplace = m.marketplace and a.kind = m.kind and a.date = m.date and a.rule_id = m.rule_id
        where a.date between v_from and v_to
    ),
    judged as materialized (
        select
            t.*, core.alert_level(t.details) as level,
            t.is_news and t.rearm <> 'once' and (t.cooldown is null or t.rearm = 'beyond_told') and coalesce(t.snooze_ends_at <= p_now, true)
            and not t.levels ?| array[core.alert_level(t.details), t.details ->> 'direction' || ' threefold'] as is_again
        from existing as t
    ),
    updated as (
        update core.alerts as a
        set severity = j.severity, title = j.title, message = j.message, old_value = j.old_value, new_value = j.new_value,
            change_pct = j.change_pct, updated_at = p_now,
            told_id = case when j.is_again then nextval(v_ids) else a.told_id end,
            details = j.details || jsonb_build_object(
                'told', case when j.is_again then j.levels || to_jsonb(j.level) else j.levels end
            )
        from judged as j
        where a.asin = j.asin and a.marketplace = j.marketplace and a.kind = j.kind and a.date = j.date and a.rule_id = j.rule_id
            and a.date between v_from and v_to
        returning a.id, a.date, a.rule_id, a.tenant_id, a.told_id, a.asin, a.marketplace, a.old_value, a.new_value, j.is_again
    ),
    remembered as (
        insert into core.alert_states as s (
            rule_id, asin, marketplace, tenant_id, last_alert_at, last_alert_date, last_value, last_old_value
        )
        -- One run may update the alerts of several days of a product: the newest counts.
        select distinct on (u.asin, u.marketplace, u.rule_id)
            u.rule_id, u.asin, u.marketplace, u.tenant_id, p_now, u.date, u.new_value, u.old_value
        from updated as u
        inner join pg_temp.evaluated_rules as r on r.id = u.rule_id and (r.rearm <> 'every_crossing' or r.cooldown is not null)
        order by u.asin, u.marketplace, u.rule_id, u.date desc
        on conflict (asin, marketplace, rule_id) do update
        set last_alert_date = excluded.last_alert_date, last_value = excluded.last_value, last_old_value = excluded.last_old_value
        where s.last_alert_date <= excluded.last_alert_date
    )
    insert into pg_temp.raised_alerts (alert_id, date, rule_id, tenant_id, told_id)
    select u.id, u.date, u.rule_id, u.tenant_id, u.told_id from updated as u where u.is_again order by u.told_id;
end;
$$;
comment on function core.update_alerts(timestamptz) is 'Updates alerts whose day has changed, and records those to notify about again.';

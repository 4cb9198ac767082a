-- Evaluate the rules in pg_temp.evaluated_rules on the days in pg_temp.rule_days; write alerts and suppressions, and
-- return the number of new alerts. p_is_new_rule: the rules were just created, and a condition that already holds
-- counts as a crossing.
create or replace function core.evaluate_rule_days(
    p_is_new_rule boolean,
    p_job_id text,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_count integer;
begin
    analyze pg_temp.rule_days;
    perform core.find_observation_changes();
    perform core.find_window_changes();
    perform core.find_listing_changes();
    perform core.find_undercut_changes();
    analyze pg_temp.rule_changes;
    perform core.match_rules();
    if not exists (select from pg_temp.rule_matches) then
        perform core.write_suppressions(p_job_id, p_now);
        return 0;
    end if;
    analyze pg_temp.rule_matches;
    perform core.confirm_persistence();
    if p_is_new_rule then
        update pg_temp.rule_matches as m set is_crossing = m.is_confirmed;
    end if;
    insert into pg_temp.rule_states (rule_id, asin, marketplace, last_alert_date, last_value, last_old_value)
    select s.rule_id, s.asin, s.marketplace, s.last_alert_date, s.last_value, s.last_old_value
    from pg_temp.rule_matches as m
    inner join pg_temp.evaluated_rules as r on r.id = m.rule_id and (r.rearm <> 'every_crossing' or r.cooldown is not null)
    cross join lateral (
        select s.rule_id, s.asin, s.marketplace, s.last_alert_date, s.last_value, s.last_old_value
        from core.alert_states as s
        where s.asin = m.asin and s.marketplace = m.marketplace and s.rule_id = m.rule_id
        offset 0
    ) as s
    -- An alert that was corrected, or that this change corrects, neither disarms a rule nor starts a cooldown.
    where not exists (
        select from core.alerts as a
        where a.asin = s.asin and a.marketplace = s.marketplace and a.kind = m.kind and a.rule_id = s.rule_id
            and a.date = s.last_alert_date
            and (
                a.corrected_at is not null
                or a.date = m.date and a.details ->> 'direction' <> case when m.direction < 0 then 'down' else 'up' end
            )
        offset 0
    );
    select min(m.date), max(m.date) into v_from, v_to from pg_temp.rule_matches as m;
    if core.has_prior_alerts(v_from, v_to) then
        -- A change in the opposite direction to the day's alert is decided like any other.
        update pg_temp.rule_matches as m
        set has_alert = true,
            outcome = case when a.direction = case when m.direction < 0 then 'down' else 'up' end then 'told' end
        from (
            select k.ctid as match_id, a.direction
            from pg_temp.rule_matches as k
            cross join lateral (
                select a.details ->> 'direction' as direction
                from core.alerts as a
                where a.asin = k.asin and a.marketplace = k.marketplace and a.kind = k.kind and a.date = k.date
                    and a.rule_id = k.rule_id and a.date between v_from and v_to
                offset 0
            ) as a
        ) as a
        where m.ctid = a.match_id;
    end if;
    perform core.apply_alert_policy(p_now);
    v_count := core.write_alerts(p_job_id, p_now);
    perform core.write_suppressions(p_job_id, p_now);
    return v_count;
end;
$$;
comment on function core.evaluate_rule_days(boolean, text, timestamptz) is 'Evaluates alert rules on the days in pg_temp.rule_days and writes alerts and suppressions.';

-- Decide the matches in pg_temp.rule_matches that are news and have no outcome yet. The outcome becomes alert, or the
-- reason for suppression, see core.alert_suppressions. The reasons are checked in their order below. Earlier alerts of
-- each rule are in pg_temp.rule_states; new ones are added to it.
-- A cooldown counts days of data, not clock hours, so that a replay decides the same. p_date restricts this to the
-- matches of one day, for back-tests, which do not read stored alerts (p_is_backtest).
create or replace function core.apply_alert_policy(
    p_now timestamptz,
    p_date date default null,
    p_is_backtest boolean default false
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with states as (
        select distinct on (s.rule_id, s.asin, s.marketplace) s.*
        from pg_temp.rule_states as s
        order by s.rule_id, s.asin, s.marketplace, s.last_alert_date desc
    ),
    judged as (
        select
            m.ctid as match_id, m.rule_id, m.asin, m.marketplace, m.date, m.change_pct, m.has_alert, r.max_per_day,
            r.rearm <> 'every_crossing' or r.cooldown is not null as has_memory,
            case
                when m.snooze_ends_at > p_now then 'snooze'
                when m.is_suspect then 'suspect'
                when not m.is_confirmed then 'confirm'
                when not case r.rearm
                    when 'once' then m.is_crossing and s.rule_id is null
                    when 'new_extreme' then m.is_crossing or coalesce((m.new_value - s.last_value) * m.direction > 0, false)
                    when 'after_cooldown' then m.is_crossing or coalesce(m.date >= s.last_alert_date + r.cooldown, false)
                    else m.is_crossing
                end then 'rearm'
                when r.cooldown is not null and m.date < s.last_alert_date + r.cooldown
                    and not (
                        r.rearm = 'beyond_told'
                        and coalesce(
                            m.new_value not between least(s.last_value, s.last_old_value)
                                and greatest(s.last_value, s.last_old_value),
                            false
                        )
                    ) then 'cooldown'
                else 'alert'
            end as verdict
        from pg_temp.rule_matches as m
        inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
        left join states as s on s.rule_id = m.rule_id and s.asin = m.asin and s.marketplace = m.marketplace
        where m.is_news and m.outcome is null and (p_date is null or m.date = p_date)
    ),
    told_counts as (
        select a.rule_id, a.date, count(*) as alert_count
        from core.alerts as a
        inner join (
            select distinct j.rule_id, j.date from judged as j where j.max_per_day is not null and not p_is_backtest
        ) as k on k.rule_id = a.rule_id and k.date = a.date
        group by a.rule_id, a.date
    ),
    placed as (
        select
            j.match_id,
            coalesce(c.alert_count, 0) + row_number() over (
                partition by j.rule_id, j.date order by abs(j.change_pct) desc nulls last, j.asin, j.marketplace
            ) as place
        from judged as j
        left join told_counts as c on c.rule_id = j.rule_id and c.date = j.date
        -- A match in the other direction than the day's alert updates that alert, which is counted already.
        where j.max_per_day is not null and j.verdict = 'alert' and not j.has_alert
    ),
    decided as (
        update pg_temp.rule_matches as m
        set outcome = case when p.place > j.max_per_day then 'quota' else j.verdict end
        from judged as j
        left join placed as p on p.match_id = j.match_id
        where m.ctid = j.match_id
        returning m.rule_id, m.asin, m.marketplace, m.date, m.old_value, m.new_value, m.outcome, j.has_memory
    )
    insert into pg_temp.rule_states (rule_id, asin, marketplace, last_alert_date, last_value, last_old_value)
    select d.rule_id, d.asin, d.marketplace, d.date, d.new_value, d.old_value from decided as d where d.outcome = 'alert' and d.has_memory;
$$;
comment on function core.apply_alert_policy(timestamptz, date, boolean) is 'Decides which matches of alert rules become alerts, and why the others are suppressed.';

-- Mark alerts about the days in pg_temp.rule_days as corrected where their rule no longer finds the change, and remove
-- the mark where it finds it again. A corrected alert keeps its last values. Where the change only differs from the
-- alert, core.update_alerts has updated it before this runs.
-- Alerts are compared only while their rule has the sentence under which they were raised. Alerts raised in this
-- promotion are left out.
create or replace function core.correct_alerts(p_now timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
begin
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.rule_days as k where not k.is_history;

    with existing as materialized (
        select a.*
        from (
            select k.asin, k.marketplace, k.date, bool_and(k.is_pair_only) as is_pair_only
            from pg_temp.rule_days as k
            where k.span = 1 and not k.is_history
            group by k.asin, k.marketplace, k.date
        ) as k
        cross join lateral (
            select
                a.id, a.asin, a.marketplace, a.kind, a.date, a.rule_id, a.details ->> 'direction' as direction,
                a.details ->> 'rule' as sentence, k.is_pair_only
            from core.alerts as a
            where a.asin = k.asin and a.marketplace = k.marketplace and a.date = k.date and a.date between v_from and v_to
            offset 0
        ) as a
    ),
    judged as materialized (
        select
            t.asin, t.marketplace, t.kind, t.date, t.rule_id,
            (t.rule_id, t.asin, t.marketplace, t.kind, t.date, t.direction) in (
                select m.rule_id, m.asin, m.marketplace, m.kind, m.date, case when m.direction < 0 then 'down' else 'up' end
                from pg_temp.rule_matches as m
                inner join pg_temp.evaluated_rules as o on o.id = m.rule_id
                where m.is_confirmed and m.is_suspect is not true
                    -- An undercut that lasts alerted on its first day, which later data may move to an earlier day.
                    and (
                        m.is_crossing or o.rule_type <> 'undercut' or o.rearm not in ('every_crossing', 'once')
                        or (o.evaluate_on_create and m.date <= o.created_at::date)
                    )
            ) as stands
        from existing as t
        inner join pg_temp.evaluated_rules as r on r.id = t.rule_id
        where t.id not in (select n.alert_id from pg_temp.raised_alerts as n where n.told_id = n.alert_id)
            and r.rule_type <> 'bestseller_list'
            and (not t.is_pair_only or r.rule_type = 'undercut')
            and r.sentence = t.sentence
    )
    update core.alerts as a
    set corrected_at = case when j.stands then null else p_now end
    from judged as j
    where a.asin = j.asin and a.marketplace = j.marketplace and a.kind = j.kind and a.date = j.date and a.rule_id = j.rule_id
        and a.date between v_from and v_to
        and (a.corrected_at is null) <> j.stands;
end;
$$;
comment on function core.correct_alerts(timestamptz) is 'Marks alerts that later data contradict as corrected.';

-- Decide for the matches in pg_temp.rule_matches whether they are confirmed (is_confirmed) and whether their condition
-- has just begun to hold (is_crossing). A change against the previous observation, or beyond an extreme, is a crossing
-- each time. A condition against an average, over several observations, or of undercutting can hold for long: it begins
-- on an observation when it did not hold on the one before, by the same rule and in the same direction.
create or replace function core.confirm_persistence()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_rules bigint[];
    v_to date;
begin
    select array_agg(distinct m.rule_id), max(m.date) into v_rules, v_to
    from pg_temp.rule_matches as m
    inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
    where r.confirm_window > 1 or r.compare_with = 'average' or r.rule_type = 'undercut';
    if v_rules is null then
        return;
    end if;

    -- Observations before each match, nearest first: as many as the rule needs, and two more for the window before.
    insert into pg_temp.rule_history (asin, marketplace, date, place, observed_on)
    select k.asin, k.marketplace, k.date, behind.place, behind.date
    from (
        select m.asin, m.marketplace, m.date, max(r.confirm_window) + 1 as reach
        from pg_temp.rule_matches as m
        inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
        where m.rule_id = any (v_rules)
        group by m.asin, m.marketplace, m.date
    ) as k
    cross join lateral (
        select row_number() over (order by n.date desc) as place, n.date
        from (
            select d.date
            from core.product_metrics_daily as d
            where d.asin = k.asin and d.marketplace = k.marketplace and d.date < k.date and d.date < v_to
            order by d.date desc
            limit k.reach
        ) as n
    ) as behind;

    analyze pg_temp.rule_history;

    -- The window of place 0 ends on the day itself and is compared with the observation before it; that of place 1 ends
    -- on the observation before. Averages and competitors are judged for each observation.
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select distinct h.asin, h.marketplace, h.observed_on, base.observed_on, spans.span, false, false, true
    from pg_temp.rule_history as h
    cross join (
        select distinct case when r.compare_with = 'previous' then r.confirm_window else smallint '1' end as span
        from pg_temp.evaluated_rules as r
        where r.id = any (v_rules)
    ) as spans
    inner join pg_temp.rule_history as base
        on base.asin = h.asin and base.marketplace = h.marketplace and base.date = h.date and base.place > h.place
        and base.place in (
            case when spans.span = 1 then h.place + 1 else spans.span end,
            case when spans.span = 1 then h.place + 1 else spans.span + 1 end
        );
    -- The earlier observations are evaluated for these rules alone.
    delete from pg_temp.watched_changes as a
    where a.change_key not in (select r.change_key from pg_temp.evaluated_rules as r where r.id = any (v_rules));
    perform core.find_observation_changes(true);
    perform core.find_window_changes(true);
    perform core.find_undercut_changes(true);
    perform core.match_rules(true);
    delete from pg_temp.rule_matches as m where m.is_history and m.rule_id <> all (v_rules);

    perform core.confirm_matches(v_rules);
    delete from pg_temp.rule_matches as m where m.is_history;
    delete from pg_temp.rule_changes as m where m.is_history;
    delete from pg_temp.rule_days as k where k.is_history;
end;
$$;
comment on function core.confirm_persistence() is 'Decides by earlier observations whether matches are confirmed and whether they have just begun to hold.';

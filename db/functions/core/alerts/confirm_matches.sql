-- Set is_confirmed and is_crossing of the matches of the rules p_rules, using the matches of the same rules on the
-- observations before each (pg_temp.rule_matches, is_history).
create or replace function core.confirm_matches(p_rules bigint[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    analyze pg_temp.rule_matches;
    with met as (
        select
            m.ctid as match_id, h.place,
            bool_or(b.base_date = m.base_date or not r.is_windowed) as is_now,
            bool_or(b.base_date = n.observed_on or not r.is_windowed) as is_before
        from pg_temp.rule_matches as m
        inner join (
            select j.id, j.confirm_window, j.confirm_window > 1 and j.compare_with = 'previous' as is_windowed
            from pg_temp.evaluated_rules as j
        ) as r on r.id = m.rule_id
        inner join pg_temp.rule_history as h on h.asin = m.asin and h.marketplace = m.marketplace and h.date = m.date
        inner join pg_temp.rule_matches as b
            on b.is_history and b.rule_id = m.rule_id and b.asin = m.asin and b.marketplace = m.marketplace
            and b.date = h.observed_on and b.direction = m.direction
        left join pg_temp.rule_history as n
            on n.asin = m.asin and n.marketplace = m.marketplace and n.date = m.date and n.place = r.confirm_window + 1
        where not m.is_history
        group by m.ctid, h.place
    ),
    judged as (
        select
            m.ctid as match_id,
            r.confirm_count,
            1 + count(*) filter (where g.place < r.confirm_window and g.is_now) as met_now,
            count(*) filter (where g.place <= r.confirm_window and g.is_before) as met_before,
            bool_or(g.place = 1 and g.is_before) as was_met
        from pg_temp.rule_matches as m
        inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
        left join met as g on g.match_id = m.ctid
        where not m.is_history and m.rule_id = any (p_rules)
        group by m.ctid, r.confirm_count
    )
    update pg_temp.rule_matches as m
    set is_confirmed = j.met_now >= j.confirm_count,
        is_crossing = j.met_now >= j.confirm_count and not (coalesce(j.was_met, false) and j.met_before >= j.confirm_count)
    from judged as j
    where m.ctid = j.match_id;
end;
$$;
comment on function core.confirm_matches(bigint[]) is 'Sets is_confirmed and is_crossing of the matches of some rules.';

-- Mark alerts about the days in pg_temp.rule_days as corrected where the rule no longer finds the move, and take the mark back
-- where it does again; what people were told stays as it was told. A rule that reads otherwise now judges no alert of before.
create or replace function core.correct_alerts(p_now timestamptz)
returns void
language sql
volatile
set search_path = ''
as $$
    with judged as materialized (
        select
            a.asin, a.marketplace, a.kind, a.date, a.rule_id,
            exists (
                select from pg_temp.rule_matches as m
                where m.rule_id = a.rule_id and m.asin = a.asin and m.marketplace = a.marketplace and m.kind = a.kind
                    and m.date = a.date and m.is_confirmed
                    and case when m.direction < 0 then 'down' else 'up' end = a.details ->> 'direction'
            ) as stands
        from (
            select distinct k.asin, k.marketplace, k.date, k.is_pair_only
            from pg_temp.rule_days as k
            where k.span = 1 and not k.is_history
        ) as k
        inner join core.alerts as a on a.asin = k.asin and a.marketplace = k.marketplace and a.date = k.date
        inner join core.alert_rules as r on r.id = a.rule_id
        where a.date >= (select min(n.date) from pg_temp.rule_days as n)
            and r.is_active
            and r.rule_type <> 'bestseller_list'
            and (not k.is_pair_only or r.rule_type = 'undercut')
            and r.sentence = a.details ->> 'rule'
    )
    update core.alerts as a
    set corrected_at = case when j.stands then null else p_now end
    from judged as j
    where a.asin = j.asin and a.marketplace = j.marketplace and a.kind = j.kind and a.date = j.date and a.rule_id = j.rule_id
        and (a.corrected_at is null) <> j.stands;
$$;
comment on function core.correct_alerts(timestamptz) is 'Marks alerts whose move later data took back.';

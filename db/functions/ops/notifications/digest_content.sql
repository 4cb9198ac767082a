-- Content of a digest for a channel: the alerts of its rules with ids after p_from_alert_id up to p_to_alert_id, or
-- notified again with such a number (told_id), raised since p_since. Alerts that were sent to the channel at once, and
-- corrected ones, are left out. It contains the number of alerts per kind and severity and the most important ones, the
-- most severe and largest first: at most 50, and as many as fit into a webhook of 20 kB. Null when there are none.
create or replace function ops.digest_content(
    p_channel_id bigint,
    p_from_alert_id bigint,
    p_to_alert_id bigint,
    p_since timestamptz
)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with included as (
        select
            a.id, a.kind, a.severity, a.asin, a.marketplace, a.date, a.title, a.change_pct, a.rule_id,
            array_position(array['critical', 'high', 'medium', 'low'], a.severity) as rank
        from core.alerts as a
        where a.rule_id in (select k.rule_id from core.alert_rule_channels as k where k.channel_id = p_channel_id)
            and (a.id > p_from_alert_id and a.id <= p_to_alert_id or a.told_id > p_from_alert_id and a.told_id <= p_to_alert_id)
            and a.detected_at >= p_since and a.corrected_at is null
            and coalesce(a.told_id, a.id) not in (
                select n.told_id from core.notifications as n
                where n.channel_id = p_channel_id and n.told_id > p_from_alert_id
            )
    ),
    worst as (
        select w.*, sum(octet_length(w.entry::text) + 2) over (order by w.place) as byte_count
        from (
            select
                t.title, t.severity, row_number() over (order by t.rank, abs(t.change_pct) desc nulls last, t.id) as place,
                jsonb_build_object(
                    'alert_id', t.id, 'rule_id', t.rule_id, 'rule', r.name, 'kind', t.kind, 'severity', t.severity, 'asin', t.asin,
                    'marketplace', t.marketplace, 'date', t.date, 'title', t.title, 'change_pct', t.change_pct
                ) as entry
            from (
                select s.* from included as s order by s.rank, abs(s.change_pct) desc nulls last, s.id limit 50
            ) as t
            left join core.alert_rules as r on r.id = t.rule_id
        ) as w
    ),
    listed as (
        select
            jsonb_agg(w.entry order by w.place) as entries, count(*) as entry_count,
            string_agg(format('%s: %s', w.severity, w.title), E'\n' order by w.place) as lines
        from worst as w
        where w.byte_count <= 16000
    ),
    kinds as (
        select
            jsonb_object_agg(k.kind, k.alert_count) as counts, sum(k.alert_count) as alert_count,
            string_agg(k.kind || ' ' || k.alert_count, ', ' order by k.alert_count desc, k.kind) as words
        from (select t.kind, count(*) as alert_count from included as t group by t.kind) as k
    ),
    severities as (
        select jsonb_object_agg(s.severity, s.alert_count) as counts
        from (select t.severity, count(*) as alert_count from included as t group by t.severity) as s
    )
    select jsonb_build_object(
        'title', format('%s %s: %s', k.alert_count, case k.alert_count when 1 then 'alert' else 'alerts' end, k.words),
        'text', l.lines || case
            when k.alert_count > l.entry_count then format(E'\n... and %s more, see core.alerts.', k.alert_count - l.entry_count)
            else ''
        end,
        'data', jsonb_build_object(
            'alert_count', k.alert_count, 'by_kind', k.counts, 'by_severity', s.counts, 'listed_count', l.entry_count, 'alerts', l.entries
        )
    )
    from kinds as k
    cross join severities as s
    cross join listed as l
    where k.alert_count > 0;
$$;
comment on function ops.digest_content(bigint, bigint, bigint, timestamptz) is 'Content of a digest for a channel; null when there are no alerts to report.';

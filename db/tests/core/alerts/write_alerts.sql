begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(20);

create temp table ids as
select r.name, pg_temp.rule(r.name, r.rule_type, r.fields) as id
from (values
    ('pct', 'price', '{"threshold_pct": 10, "cooldown": "1 day"}'::jsonb), ('change', 'price', '{"min_change": 5}'), ('both', 'price', '{"threshold_pct": 10, "min_change": 5}'),
    ('any', 'price', '{"threshold_pct": 0}'), ('critical', 'price', '{"threshold_pct": 10, "severity": "critical"}'),
    ('low', 'price', '{"threshold_pct": 10, "severity": "low"}'), ('stock', 'stock', '{}')
) as r (name, rule_type, fields);
insert into core.products (asin, marketplace, title, first_seen_at, last_seen_at, described_at)
values ('B0TESTA001', 'US', repeat('Long kettle ', 10), now(), now(), now());

-- One match of each rule with a price change from 100.
create function pg_temp.match(p_asin text, p_new numeric, p_outcome text default 'alert', p_date date default '2025-03-02')
returns integer
language plpgsql
volatile
as $$
declare
    v_count integer;
begin
    perform ops.promotion_scratch();
    perform core.load_rules();
    insert into pg_temp.rule_matches (
        rule_id, tenant_id, asin, marketplace, kind, date, base_date, is_news, is_history, direction, old_value, new_value, change_pct,
        threshold_pct, min_change, outcome
    )
    select r.id, r.tenant_id, p_asin, 'US', 'PRICE_SPIKE', p_date, p_date - 1, true, false, sign(p_new - 100), 100, p_new, p_new - 100, r.limit_pct, r.limit_change, p_outcome
    from pg_temp.evaluated_rules as r
    where r.rule_type = 'price';
    v_count := core.write_alerts('job', '2025-03-03 12:00+00');
    return v_count;
end;
$$;
create function pg_temp.severity(p_name text, p_asin text)
returns text
language sql
stable
as $$
    select a.severity from core.alerts as a inner join ids as i on i.id = a.rule_id where i.name = p_name and a.asin = p_asin;
$$;

select is(pg_temp.match('B0TESTA001', 129.99), 6, 'it writes one alert per rule and returns their number');
select is(pg_temp.match('B0TESTA002', 130), 6, 'it writes one alert per product');
select is(pg_temp.match('B0TESTA003', 115), 6, 'it writes one alert per day');
select is(pg_temp.match('B0TESTA003', 115), 0, 'a second call writes none');
select is((select count(*) from pg_temp.raised_alerts), 0::bigint, 'a second call notifies none');
select is(
    (select sum(t.alert_count) from ops.alert_totals as t where t.outcome = 'fired'), (select count(*)::numeric from core.alerts),
    'the totals count each alert once'
);
select is(pg_temp.match('B0TESTA003', 115, 'told') + pg_temp.match('B0TESTA004', 115, 'rearm'), 0, 'matches with another outcome become no alert');
select is(pg_temp.severity('pct', 'B0TESTA001') || ' ' || pg_temp.severity('pct', 'B0TESTA002'), 'medium high', 'three times the threshold raises the severity by one level');
select is(pg_temp.severity('change', 'B0TESTA003'), 'high', 'the same for a smallest change');
select is(pg_temp.severity('both', 'B0TESTA003') || ' ' || pg_temp.severity('both', 'B0TESTA002'), 'medium high', 'with two thresholds the change must be three times both');
select is(pg_temp.severity('any', 'B0TESTA002'), 'medium', 'a threshold of 0 does not raise the severity');
select is(pg_temp.severity('critical', 'B0TESTA002') || ' ' || pg_temp.severity('low', 'B0TESTA002'), 'critical medium', 'critical is the highest level');
select is(
    (select a.title from core.alerts as a inner join ids as i on i.id = a.rule_id where i.name = 'pct' and a.asin = 'B0TESTA001'),
    'Price up 29.99 %: ' || left(repeat('Long kettle ', 10), 80), 'a long title is shortened'
);
select is(
    (select a.message from core.alerts as a inner join ids as i on i.id = a.rule_id where i.name = 'both' and a.asin = 'B0TESTA002'),
    'B0TESTA002 (US): from 2025-03-01 to 2025-03-02, price 100.00 to 130.00 USD (+30.00 %). Rule "both": Any observed product: the price changes by more than 10 % and at least 5 against the previous observation; again on the same day at three times the threshold or in the other direction.',
    'a message has old value, new value and threshold'
);
select is(
    (select a.details from core.alerts as a inner join ids as i on i.id = a.rule_id where i.name = 'both' and a.asin = 'B0TESTA002'),
    '{
        "date": "2025-03-02", "previous_date": "2025-03-01", "days_since_previous": 1, "direction": "up", "threshold_pct": 10, "min_change": 5,
        "is_threefold": true, "currency": "USD", "rule": "Any observed product: the price changes by more than 10 % and at least 5 against the previous observation; again on the same day at three times the threshold or in the other direction."
    }'::jsonb,
    'the details have the same for programs'
);
select results_eq(
    $$select distinct a.job_id, a.detected_at, a.is_read, a.corrected_at is null from core.alerts as a$$,
    $$values ('job', '2025-03-03 12:00+00'::timestamptz, false, true)$$, 'the alert has its run and its time'
);
select is(pg_temp.match('B0TESTA003', 90, 'alert', '2025-04-01'), 6, 'the partition of the month is created');
select results_eq(
    $$select s.last_alert_date, s.last_value, s.alert_count, s.last_alert_at from core.alert_states as s inner join ids as i on i.id = s.rule_id where i.name = 'pct' and s.asin = 'B0TESTA003'$$,
    $$values ('2025-04-01'::date, 90::numeric, 2, '2025-03-03 12:00+00'::timestamptz)$$, 'the state has the last alert'
);
select is_empty($$select from core.alert_states as s inner join ids as i on i.id = s.rule_id where i.name <> 'pct'$$, 'only rules that need states have them');
select is((select count(*) from pg_temp.raised_alerts as n inner join core.alerts as a on a.id = n.alert_id and a.rule_id = n.rule_id), 6::bigint, 'new alerts are recorded for notification');

select * from finish();
rollback;

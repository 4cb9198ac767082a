begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

create function pg_temp.value(p_metric text, p_labels jsonb) returns double precision language sql as $$
    select m.value from ops.alert_metrics() as m where m.metric = p_metric and m.labels = p_labels
$$;
delete from ops.alert_totals;
select results_eq(
    'select m.metric, count(*), sum(m.value) from ops.alert_metrics() as m group by m.metric order by m.metric',
    $$values ('asinmart_alerts_fired_total', 4::bigint, 0::double precision), ('asinmart_alerts_suppressed_total', 6, 0)$$, 'every series begins at 0'
);
insert into ops.alert_totals (outcome, kind, detail, alert_count, counted_at) values
    ('fired', 'PRICE_SPIKE', 'high', 3, now()), ('fired', 'BSR_DROP', 'high', 4, now()), ('fired', 'BSR_DROP', 'low', 1, now()),
    ('suppressed', 'BSR_DROP', 'quota', 9, now());
select is(pg_temp.value('asinmart_alerts_fired_total', '{"severity": "high"}'), 7::double precision, 'alerts are counted by severity');
select is(pg_temp.value('asinmart_alerts_by_kind_total', '{"kind": "BSR_DROP"}'), 5::double precision, 'alerts are counted by kind');
select is(pg_temp.value('asinmart_alerts_suppressed_total', '{"reason": "quota"}'), 9::double precision, 'suppressions are counted by reason');

select * from finish();
rollback;

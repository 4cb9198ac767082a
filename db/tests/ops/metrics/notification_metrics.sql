begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

delete from ops.notification_totals;
select results_eq(
    'select m.metric, m.kind, count(*), sum(m.value) from ops.notification_metrics() as m group by m.metric, m.kind',
    $$values ('asinmart_notifications_total', 'counter', 12::bigint, 0::double precision)$$, 'every series begins at 0'
);
insert into ops.notification_totals (channel_type, outcome, notification_count, counted_at) values ('email', 'sent', 3, now()), ('slack', 'dead', 1, now());
select results_eq(
    $$select m.labels ->> 'channel', m.labels ->> 'outcome', m.value from ops.notification_metrics() as m where m.value > 0 order by 1$$,
    $$values ('email', 'sent', 3::double precision), ('slack', 'dead', 1)$$, 'labels are channel types and outcomes, never tenants'
);

select * from finish();
rollback;

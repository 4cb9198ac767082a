begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

create temp view told as select m.metric, m.labels, m.value from ops.server_metrics(now()) as m;
delete from app.tracked_products;
select ok((select t.value between 0 and 1 from told as t where t.metric = 'asinmart_transaction_ids_used_ratio'), 'transaction ids are a share');
select ok((select t.value between 0 and 1 from told as t where t.metric = 'asinmart_notify_queue_usage_ratio'), 'so is the queue of notifications');
select is((select t.value from told as t where t.metric = 'asinmart_orphaned_jobs'), 0::double precision, 'without pg_cron no job is orphaned');
update ops.settings set value = '90 seconds' where name = 'heartbeat_max_age';
select is(
    (select t.value from told as t where t.metric = 'asinmart_max_age_seconds' and t.labels ->> 'of' = 'heartbeat'), 90::double precision,
    'alerts have the limits of ops.settings'
);
select is_empty($$select t.value from told as t where t.metric = 'asinmart_days_late'$$, 'without tracked products no day is due');

select * from finish();
rollback;

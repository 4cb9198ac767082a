-- All SQL of the worker: each query calls one function or reads one table.

-- name: beat
select ops.beat_worker(%(instance_id)s) as fault;

-- name: rescue_tasks
select ops.rescue_tasks(make_interval(secs => %(silence)s)) as task_count;

-- name: requeue_notifications
select ops.requeue_notifications() as task_count;

-- name: note_task_failure
select ops.note_task_failure(
    p_task_id => %(task_id)s,
    p_task_name => %(task_name)s,
    p_attempt => %(attempt)s,
    p_error => %(error)s,
    p_is_final => %(is_final)s
);

-- name: claim_notification
select
    c.outcome, c.detail, c.due_at, c.attempt, c.channel_type, c.target, c.secret,
    c.message
from ops.claim_notification(
    p_id => %(id)s,
    p_instance_id => %(instance_id)s,
    p_claim_timeout => make_interval(secs => %(claim_timeout)s)
) as c;

-- name: settle_notification
select ops.settle_notification(
    p_id => %(id)s,
    p_attempt => %(attempt)s,
    p_status => %(status)s,
    p_response_status => %(response_status)s,
    p_error => %(error)s,
    p_due_at => %(due_at)s,
    p_disable_reason => %(disable_reason)s
);

-- name: start_fetch
select
    s.outcome, s.detail, s.marketplace, s.domain, s.actor, s.asins, s.source_run_id
from ops.start_fetch(p_id => %(id)s, p_instance_id => %(instance_id)s) as s;

-- name: note_fetch_run
select ops.note_fetch_run(%(id)s, %(source_run_id)s);

-- name: settle_fetch
select ops.settle_fetch(
    p_id => %(id)s,
    p_status => %(status)s,
    p_job_id => %(job_id)s,
    p_item_count => %(item_count)s,
    p_cost => %(cost)s,
    p_error => %(error)s,
    p_is_run_over => %(is_run_over)s
);

-- name: start_search_report
select
    s.outcome, s.detail, s.due_at, s.attempt, s.region, s.marketplace, s.marketplace_id,
    s.period_type, s.start_date, s.end_date, s.asins, s.asked_at, s.report_id,
    s.document_id, s.known_report_ids, s.client_id, s.client_secret, s.refresh_token
from ops.start_search_report(
    p_tenant_id => %(tenant_id)s, p_id => %(id)s, p_instance_id => %(instance_id)s
) as s;

-- name: settle_search_report
select ops.settle_search_report(
    p_tenant_id => %(tenant_id)s,
    p_id => %(id)s,
    p_attempt => %(attempt)s,
    p_state => %(state)s,
    p_error => %(error)s,
    p_report_id => %(report_id)s,
    p_document_id => %(document_id)s,
    p_job_id => %(job_id)s,
    p_was_asked => %(was_asked)s,
    p_is_fault => %(is_fault)s,
    p_paused_until_at => %(paused_until_at)s
) as error_count;

-- name: start_report_prose
select s.outcome, s.detail, s.attempt, s.request
from ops.start_report_prose(
    p_tenant_id => %(tenant_id)s,
    p_asin_main => %(asin_main)s,
    p_marketplace => %(marketplace)s,
    p_version => %(version)s,
    p_instance_id => %(instance_id)s,
    p_model => %(model)s,
    p_error => %(error)s
) as s;

-- name: settle_report_prose
select s.status, s.retry_at, s.detail
from (select 1) as always
left join ops.settle_report_prose(
    p_tenant_id => %(tenant_id)s,
    p_asin_main => %(asin_main)s,
    p_marketplace => %(marketplace)s,
    p_version => %(version)s,
    p_attempt => %(attempt)s,
    p_body => %(body)s,
    p_error => %(error)s,
    p_is_free => %(is_free)s,
    p_retry_at => %(retry_at)s
) as s on true;

-- name: lock_queue
-- The rest installs the library's own tables, as their owner.
lock table ops.queue_migrations in share update exclusive mode;

-- name: queue_migrations
select m.name from ops.queue_migrations as m;

-- name: note_queue_migration
insert into ops.queue_migrations (name) values (%(name)s);

-- name: queue_schema
create schema if not exists procrastinate;

-- name: queue_search_path
set local search_path to procrastinate;

-- name: own_search_path
set local search_path to pg_catalog, pg_temp;

-- name: pin_queue_functions
-- Our functions call the library's, which refer to their tables without a schema.
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid from pg_catalog.pg_proc as p
        where p.pronamespace = 'procrastinate'::regnamespace
    loop
        execute format(
            'alter function %s set search_path to procrastinate, pg_temp',
            v_function
        );
    end loop;
end;
$$;

-- name: grant_queue
comment on schema procrastinate is
    'Queue of the worker, the library''s own tables; read ops.task_executions.';
revoke all on all functions in schema procrastinate from public;
grant usage on schema procrastinate to asinmart_worker;
grant select, insert, update, delete on all tables in schema procrastinate
    to asinmart_worker;
grant usage on all sequences in schema procrastinate to asinmart_worker;
grant execute on all functions in schema procrastinate to asinmart_worker;
grant usage on schema procrastinate to asinmart_admin;
grant select on all tables in schema procrastinate to asinmart_admin;

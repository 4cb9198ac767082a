"""All SQL of the worker: each entry calls one function or reads one table."""

BEAT = "select ops.beat_worker(%(instance_id)s) as fault"

RESCUE_TASKS = """
    select ops.rescue_tasks(make_interval(secs => %(silence)s)) as task_count
"""

REQUEUE_NOTIFICATIONS = "select ops.requeue_notifications() as task_count"

NOTE_TASK_FAILURE = """
    select ops.note_task_failure(
        p_task_id => %(task_id)s,
        p_task_name => %(task_name)s,
        p_attempt => %(attempt)s,
        p_error => %(error)s,
        p_is_final => %(is_final)s
    )
"""

CLAIM_NOTIFICATION = """
    select
        c.outcome, c.detail, c.due_at, c.attempt, c.channel_type, c.target, c.secret,
        c.message
    from ops.claim_notification(
        p_id => %(id)s,
        p_instance_id => %(instance_id)s,
        p_claim_timeout => make_interval(secs => %(claim_timeout)s)
    ) as c
"""

SETTLE_NOTIFICATION = """
    select ops.settle_notification(
        p_id => %(id)s,
        p_attempt => %(attempt)s,
        p_status => %(status)s,
        p_response_status => %(response_status)s,
        p_error => %(error)s,
        p_due_at => %(due_at)s,
        p_disable_reason => %(disable_reason)s
    )
"""

START_FETCH = """
    select
        s.outcome, s.detail, s.marketplace, s.domain, s.actor, s.asins, s.source_run_id
    from ops.start_fetch(p_id => %(id)s, p_instance_id => %(instance_id)s) as s
"""

NOTE_FETCH_RUN = "select ops.note_fetch_run(%(id)s, %(source_run_id)s)"

SETTLE_FETCH = """
    select ops.settle_fetch(
        p_id => %(id)s,
        p_status => %(status)s,
        p_job_id => %(job_id)s,
        p_item_count => %(item_count)s,
        p_cost => %(cost)s,
        p_error => %(error)s,
        p_is_run_over => %(is_run_over)s
    )
"""

# The rest installs the library's own tables, as their owner.
LOCK_QUEUE = "lock table ops.queue_migrations in share update exclusive mode"

QUEUE_MIGRATIONS = "select m.name from ops.queue_migrations as m"

NOTE_QUEUE_MIGRATION = "insert into ops.queue_migrations (name) values (%(name)s)"

QUEUE_SCHEMA = "create schema if not exists procrastinate"

QUEUE_SEARCH_PATH = "set local search_path to procrastinate"

# Our functions call the library's, which name their tables bare.
PIN_QUEUE_FUNCTIONS = """
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
    $$
"""

GRANT_QUEUE = """
    comment on schema procrastinate is
        'Queue of the worker, the library''s own tables; read ops.task_executions.';
    revoke all on all functions in schema procrastinate from public;
    grant usage on schema procrastinate to asinmart_worker;
    grant select, insert, update, delete on all tables in schema procrastinate
        to asinmart_worker;
    grant usage on all sequences in schema procrastinate to asinmart_worker;
    grant execute on all functions in schema procrastinate to asinmart_worker;
    grant usage on schema procrastinate to asinmart_admin;
    grant select on all tables in schema procrastinate to asinmart_admin
"""

create or replace view ops.replay_progress as
select
    x.id as replay_id,
    x.requested_at,
    x.arrived_from_at,
    x.arrived_before_at,
    x.job_id,
    x.run_count,
    runs.waiting_runs,
    runs.stopped_runs,
    runs.item_count,
    runs.done_item_count,
    x.accepted_count,
    x.withdrawn_count,
    x.changed_day_count,
    x.alert_count,
    before.rejected_count as rejected_before,
    runs.rejected_count as rejected_after,
    case when runs.waiting_runs = 0 then runs.finished_at end as finished_at,
    runs.error
from ops.replays as x
cross join lateral (
    select
        count(*) filter (where r.status = 'LANDED') as waiting_runs,
        count(*) filter (where r.status in ('HALTED', 'FAILED')) as stopped_runs,
        coalesce(sum(r.item_count), 0) as item_count,
        coalesce(sum(case when r.status = 'LANDED' then r.promoted_item_no else r.item_count end), 0) as done_item_count,
        coalesce(sum(r.rejected_count), 0) as rejected_count,
        max(r.finished_at) as finished_at,
        (array_agg(format('%s: %s', r.job_id, r.error) order by r.id) filter (where r.error is not null))[1] as error
    from core.ingest_runs as r
    where r.replay_id = x.id
) as runs
cross join lateral (
    select sum(b.rejected_count) as rejected_count from ops.replayed_runs as b where b.replay_id = x.id
) as before;
comment on view ops.replay_progress is 'One row per replay: its progress and what it has changed.';
comment on column ops.replay_progress.replay_id is 'Replay number.';
comment on column ops.replay_progress.requested_at is 'When it was requested.';
comment on column ops.replay_progress.arrived_from_at is 'Only items that arrived at or after this instant; null: no bound.';
comment on column ops.replay_progress.arrived_before_at is 'Only items that arrived before this instant; null: no bound.';
comment on column ops.replay_progress.job_id is 'The run to replay; null: all runs of the range.';
comment on column ops.replay_progress.run_count is 'Runs that it queued again.';
comment on column ops.replay_progress.waiting_runs is 'Its runs that still wait.';
comment on column ops.replay_progress.stopped_runs is 'Its runs that are HALTED or FAILED.';
comment on column ops.replay_progress.item_count is 'Items of its runs; runs that a later replay took over no longer count.';
comment on column ops.replay_progress.done_item_count is 'Items promoted so far; the number falls when earlier runs are queued again.';
comment on column ops.replay_progress.accepted_count is 'Observations that it added to or changed in core.';
comment on column ops.replay_progress.withdrawn_count is 'Observations and list places that it removed.';
comment on column ops.replay_progress.changed_day_count is 'Daily rows that it added, changed or removed.';
comment on column ops.replay_progress.alert_count is 'Alerts that it raised.';
comment on column ops.replay_progress.rejected_before is 'Observations of its runs that were rejected before.';
comment on column ops.replay_progress.rejected_after is 'Observations of its runs that are rejected now.';
comment on column ops.replay_progress.finished_at is 'When its last run was promoted; null while runs wait.';
comment on column ops.replay_progress.error is 'Error of its first run with an error; null: none.';
grant select on ops.replay_progress to asinmart_loader, asinmart_admin;

-- Promotes landed runs, oldest first, each slice in its own transaction; then refreshes the marts after manual changes
-- in core.
select ops.schedule_job(
    'promote-pending-runs', '* * * * *', 'ops.promote_pending',
    'Promotes landed runs, oldest first, and refreshes manual changes.',
    interval '3 minutes', interval '30 minutes'
);

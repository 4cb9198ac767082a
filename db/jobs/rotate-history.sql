-- Trims pg_cron's own history, the ledgers of jobs and refreshes, old quality checks, cache invalidations,
-- notifications and tasks.
select ops.schedule_job(
    'rotate-history', '37 2 * * *', 'ops.rotate_history',
    'Deletes old job history, refreshes, quality checks, cache invalidations, notifications and tasks.',
    interval '26 hours', interval '30 minutes'
);

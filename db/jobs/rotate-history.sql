-- Trims pg_cron's own history, the ledgers of jobs and refreshes, old quality checks and cache invalidations.
select ops.schedule_job(
    'rotate-history', '37 2 * * *', 'ops.rotate_history',
    'Trims job history, refreshes, quality checks and cache invalidations.',
    interval '26 hours', interval '30 minutes'
);

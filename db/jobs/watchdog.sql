-- Writes the heartbeat; health is critical when it is old. Starts jobs that pg_cron missed and cancels stuck ones.
select ops.schedule_job(
    'watchdog', '* * * * *', 'ops.watchdog',
    'Heartbeat; runs overdue jobs and cancels stuck ones.',
    interval '3 minutes', interval '1 hour'
);

-- Fetches a small sample by the same path as all products, so that a failing source is noticed during the day.
select ops.schedule_job(
    'fetch-health-sample', '15 */6 * * *', 'ops.fetch_health_sample',
    'Enqueues a fetch of a few tracked products of each marketplace.',
    interval '8 hours', interval '5 minutes'
);

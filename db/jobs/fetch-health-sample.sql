-- A small sample through the same path as all, so that a source that fails is found in the daytime.
select ops.schedule_job(
    'fetch-health-sample', '15 */6 * * *', 'ops.fetch_health_sample',
    'Enqueues a fetch of a few tracked products of each marketplace.',
    interval '8 hours', interval '5 minutes'
);

-- Refreshes materialized views of mart concurrently, and only when data changed since the last refresh.
select ops.schedule_job(
    'refresh-benchmarks', '*/15 * * * *', 'ops.refresh_benchmarks',
    'Refreshes mart.category_benchmarks when data changed.',
    interval '45 minutes', interval '10 minutes'
);

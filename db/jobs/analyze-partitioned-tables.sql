-- Statistics of partitioned tables as a whole: autovacuum sees to their partitions only.
select ops.schedule_job(
    'analyze-partitioned-tables', '47 2 * * *', 'ops.analyze_partitioned',
    'Analyzes partitioned tables whose partitions changed.',
    interval '26 hours', interval '1 hour'
);

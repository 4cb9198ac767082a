-- Analyzes partitioned tables as a whole: autovacuum analyzes only their partitions.
select ops.schedule_job(
    'analyze-partitioned-tables', '47 2 * * *', 'ops.analyze_partitioned',
    'Analyzes partitioned tables whose partitions changed.',
    interval '26 hours', interval '1 hour'
);

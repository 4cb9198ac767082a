-- Creates the partitions of the coming months and days for every row of ops.partition_policies.
select ops.schedule_job(
    'ensure-partitions', '17 2 * * *', 'ops.ensure_partitions',
    'Creates the partitions of the coming months and days.',
    interval '26 hours', interval '5 minutes'
);

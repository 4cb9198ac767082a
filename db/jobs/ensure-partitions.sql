-- Partitions of the coming months for every row of ops.partition_policies.
select ops.schedule_job(
    'ensure-partitions', '17 2 * * *', 'ops.ensure_partitions',
    'Makes the partitions of the coming months.',
    interval '26 hours', interval '5 minutes'
);

-- Detaches and drops partitions past the retention in ops.partition_policies, one partition per table and run. A
-- partition that was locked is tried again five minutes later.
select ops.schedule_job(
    'apply-retention', '*/5 3 * * *', 'ops.apply_retention',
    'Detaches and drops partitions that are past their retention.',
    interval '26 hours', interval '10 minutes'
);

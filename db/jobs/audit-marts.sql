-- Compares the marts with their definitions for a sample that changes every day; ops.doctor() reports differences.
select ops.schedule_job(
    'audit-marts', '57 2 * * *', 'ops.audit_marts',
    'Compares marts with their definitions for a sample of products.',
    interval '26 hours', interval '30 minutes'
);

-- Every minute: requests of the REST API wait for it.
select ops.schedule_job(
    'generate-reports', '* * * * *', 'ops.generate_reports',
    'Makes the competition reports that were requested or are due.',
    interval '30 minutes', interval '10 minutes'
);

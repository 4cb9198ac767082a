-- Runs each morning, after the day has ended in the last marketplace (Los Angeles ends its day at 08:00 UTC in winter).
select ops.schedule_job(
    'check-data-quality', '47 8 * * *', 'ops.check_data_quality',
    'Compares measurements of the last days with their baselines.',
    interval '26 hours', interval '30 minutes'
);

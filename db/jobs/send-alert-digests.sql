-- Runs each hour, because alert_digest_hour comes at a different time in each time zone; a channel gets one digest a
-- day.
select ops.schedule_job(
    'send-alert-digests', '5 * * * *', 'ops.send_alert_digests',
    'Gathers the alerts of each channel whose daily digest is due into one message.',
    interval '3 hours', interval '10 minutes'
);

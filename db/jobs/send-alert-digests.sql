-- Each hour, since it is alert_digest_hour in one time zone or another; a channel gets one a day.
select ops.schedule_job(
    'send-alert-digests', '5 * * * *', 'ops.send_alert_digests',
    'Gathers the alerts of each channel whose daily digest is due into one message.',
    interval '3 hours', interval '10 minutes'
);

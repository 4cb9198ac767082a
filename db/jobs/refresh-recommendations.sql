-- Looks at the main products whose group asks for it (every day where it says nothing), and follows up applied actions.
select ops.schedule_job(
    'refresh-recommendations', '20 * * * *', 'core.refresh_recommendations',
    'Renews the recommendations for main products that are due, and follows up actions applied 14 days ago.',
    interval '3 hours', interval '15 minutes'
);

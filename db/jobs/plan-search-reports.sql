-- Requests the search query reports that are due. Often, because the limit is one of any 24 hours.
select ops.schedule_job(
    'plan-search-reports', '*/15 * * * *', 'ops.plan_search_reports',
    'Requests the search query reports that are due, within the limit of a day.',
    interval '2 hours', interval '5 minutes'
);

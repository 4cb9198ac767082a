-- Fetches tracked products that are due, before the marketplaces' day begins.
select ops.schedule_job(
    'fetch-products', '30 0 * * *', 'ops.fetch_products',
    'Enqueues fetches of tracked products that are due.',
    interval '26 hours', interval '5 minutes'
);

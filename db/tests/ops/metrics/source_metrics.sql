begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create function pg_temp.value(p_metric text, p_labels jsonb default '{}') returns double precision language sql as $$
    select m.value from ops.source_metrics('2025-03-10 12:00+00') as m where m.metric = p_metric and m.labels = p_labels
$$;
delete from core.ingest_runs;
select is(pg_temp.value('asinmart_runs_finished', '{"status": "FAILED"}'), 0::double precision, 'a status without a run has 0');
insert into core.ingest_runs (job_id, source, status, started_at, finished_at) values
    ('r1', 'file', 'FAILED', '2025-03-09 12:01+00', '2025-03-09 12:01+00'), ('r2', 'file', 'FAILED', '2025-03-09 11:00+00', '2025-03-09 11:59+00');
select is(pg_temp.value('asinmart_runs_finished', '{"status": "FAILED"}'), 1::double precision, 'runs of the last 24 hours are counted');

select is(pg_temp.value('asinmart_source_access_denied', '{"source": "apify"}'), 0::double precision, 'a source that was not asked refuses nothing');
insert into ops.sources values ('apify', 'access_denied', 'Insufficient permissions.', '2025-03-10 11:00+00', '2025-03-10 11:00+00');
select is(pg_temp.value('asinmart_source_access_denied', '{"source": "apify"}'), 1::double precision, 'a source that refuses our credentials shows');
insert into ops.fetches (purpose, marketplace, actor, asins, status, error, requested_at, finished_at) values
    ('products', 'US', 'a', '{B0TESTA001}', 'failed', 'Apify refuses actor a.', '2025-03-10 11:00+00', '2025-03-10 11:00+00');
select is(pg_temp.value('asinmart_fetches_failed'), 1::double precision, 'a fetch that was refused counts as failed');
insert into ops.fetches (purpose, marketplace, actor, asins, status, cost, requested_at, finished_at) values
    ('products', 'US', 'a', '{B0TESTA001}', 'landed', 2.5, '2025-03-10 11:30+00', '2025-03-10 11:30+00');
select is(pg_temp.value('asinmart_fetches_failed'), 0::double precision, 'and a later one that lands makes up for it');

select is(pg_temp.value('asinmart_quota_used', '{"quota": "fetch_cost"}'), 2.5::double precision, 'the cost of the day is shown');
select is(pg_temp.value('asinmart_quota_limit', '{"quota": "fetch_cost"}'), 25::double precision, 'beside its limit');
select set_eq(
    $$select m.labels ->> 'quota' from ops.source_metrics(now()) as m where m.metric = 'asinmart_quota_used'$$,
    array['fetch_cost', 'fetch_products', 'search_reports', 'report_prose', 'database_size'], 'every limit of cost, requests and size is there'
);

select * from finish();
rollback;

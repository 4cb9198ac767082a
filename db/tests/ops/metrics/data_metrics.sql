begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(9);

create function pg_temp.value(p_metric text, p_labels jsonb default '{}') returns double precision language sql as $$
    select m.value from ops.data_metrics() as m where m.metric = p_metric and m.labels @> p_labels
$$;
delete from core.ingest_runs;
select is(pg_temp.value('asinmart_products'), 0::double precision, 'an empty database has no products');
select is(pg_temp.value('asinmart_last_promotion_timestamp_seconds'), 0::double precision, 'missing instants are 0');
select pg_temp.load_run('m1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-09', '{"price": 1}'));
select is(
    pg_temp.value('asinmart_data_freshness_timestamp_seconds', '{"relation": "product_latest", "marketplace": "US"}'),
    (select extract(epoch from max(l.observed_at)) from mart.product_latest as l)::double precision, 'freshness is the instant of the newest observation'
);
select ok(pg_temp.value('asinmart_data_refreshed_timestamp_seconds', '{"relation": "product_latest"}') > 0, 'there is the time of the last change of a table');
select is(pg_temp.value('asinmart_observation_coverage_ratio', '{"products": "all"}'), 0.5::double precision, 'half of the products were observed on the newest day');
select is(pg_temp.value('asinmart_source_rows_total', '{"source": "test", "outcome": "accepted"}'), 2::double precision, 'rows are counted by source and outcome');
select is(pg_temp.value('asinmart_data_version'), api.data_version()::double precision, 'there is the data version');
insert into core.ingest_runs (job_id, source, status, queued_at) values ('m2', 'file', 'LANDED', '2025-03-10 11:00+00');
select is(
    pg_temp.value('asinmart_oldest_waiting_run_timestamp_seconds'), extract(epoch from '2025-03-10 11:00+00'::timestamptz)::double precision,
    'there is the time since when a run has waited'
);
select is_empty(
    $$select m.metric from ops.data_metrics() as m cross join jsonb_each_text(m.labels) as l where l.key in ('asin', 'tenant', 'tenant_id') or l.value ~ '^B0TEST'$$,
    'no label contains a product or a tenant'
);

select * from finish();
rollback;

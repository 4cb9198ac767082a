begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(2);

select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'));
create temp table shown as select api.run_item(r)::jsonb as item from core.ingest_runs as r;
select is((select s.item ->> 'status' from shown as s), 'SUCCESS', 'an item has status, counts and times of a run');
select is((select s.item ?| array['meta', 'cost', 'content_hash', 'alert_count', 'id'] from shown as s), false, 'an item has no cost, no source details and no number of alerts');

select * from finish();
rollback;

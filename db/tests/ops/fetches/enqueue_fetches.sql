begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

create function pg_temp.ask(p_count integer, p_marketplace text default 'US') returns integer language sql volatile
as $$
    select ops.enqueue_fetches('products', array_agg(p_marketplace order by n), array_agg('B0' || lpad(n::text, 8, '0') order by n), '2025-03-10 00:30+00')
    from generate_series(1, p_count) as n
$$;
create temp view slices as select f.marketplace, cardinality(f.asins) as size from ops.fetches as f order by f.id;
select is(ops.enqueue_fetches('products', null, null, '2025-03-10'), 0, 'no products give no fetch');
select is(pg_temp.ask(101), 2, 'more products than a slice give two fetches');
select results_eq('select s.size from slices as s', 'values (51), (50)', 'the slices are about equal');
select results_eq(
    'select t.task_name, t.queue, t.args, t.queueing_lock from ops.task_executions as t order by t.task_id',
    $$select 'fetch', 'fetch', jsonb_build_object('fetch_id', f.id), 'fetch:' || f.id from ops.fetches as f order by f.id$$, 'each fetch is a task of the worker'
);
select results_eq('select distinct f.purpose, f.actor, f.status, f.attempts from ops.fetches as f', $$values ('products', 'junglee/amazon-crawler', 'queued', 0)$$, 'a fetch has the actor of the settings');
select is(ops.enqueue_fetches('health', array['DE', 'US', 'DE'], array['B0TESTA001', 'B0TESTA001', 'B0TESTA002'], '2025-03-10 00:30+00'), 2, 'marketplaces have separate fetches');
update ops.settings set value = '110' where name = 'fetch_daily_products';
select is(pg_temp.ask(20, 'UK'), 1, 'a second call is below the limit of the day');
select is((select f.asins from ops.fetches as f where f.marketplace = 'UK'), array['B000000001', 'B000000002', 'B000000003', 'B000000004', 'B000000005', 'B000000006'], 'the rest of the day''s limit goes to the most urgent products');
select is(pg_temp.ask(1, 'FR'), 0, 'at the limit no product is fetched');
insert into ops.sources (source, status, error, changed_at, checked_at)
values ('apify', 'access_denied', 'Apify refuses.', '2025-03-12 00:00+00', '2025-03-12 00:00+00');
select is(ops.enqueue_fetches('products', array['US'], array['B0TESTA001'], '2025-03-12 00:59+00'), 0, 'a source that refuses access is not asked within the hour');
select ops.enqueue_fetches('products', array['US', 'DE'], array['B0TESTA001', 'B0TESTA002'], '2025-03-12 01:00+00');
select is((select sum(cardinality(f.asins)) from ops.fetches as f where f.requested_at >= '2025-03-12'), 1::bigint, 'afterwards with one product');
delete from ops.sources;
update ops.settings set value = '0' where name = 'fetch_daily_cost';
select is(ops.enqueue_fetches('products', array['US'], array['B0TESTA001'], '2025-03-11'), 0, 'above the limit of cost no product is fetched');

select * from finish();
rollback;

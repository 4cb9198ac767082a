begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from app.tracked_products;
select is((ops.fetch_health_sample('2025-03-10 00:15+00')).row_count, 0::bigint, 'without tracked products there is no sample');
insert into app.tracked_products (asin, marketplace) select 'B0' || lpad(n::text, 8, '0'), m.marketplace from generate_series(1, 30) as n cross join (values ('US'), ('DE')) as m (marketplace);
update ops.settings set value = '3' where name = 'fetch_sample_size';
select is((ops.fetch_health_sample('2025-03-10 00:15+00')).row_count, 2::bigint, 'a few products of each marketplace are fetched');
select set_eq('select f.purpose, f.marketplace, cardinality(f.asins) from ops.fetches as f', $$values ('health', 'US', 3), ('health', 'DE', 3)$$, 'the size of the sample is a setting');
delete from ops.fetches;
select ops.fetch_health_sample('2025-03-10 00:15+00');
create temp table first_ones as select f.asins from ops.fetches as f;
delete from ops.fetches;
select ops.fetch_health_sample('2025-03-10 06:15+00');
select set_ne('select f.asins from ops.fetches as f', 'table first_ones', 'each sample has other products');

select * from finish();
rollback;

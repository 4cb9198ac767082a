begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(14);

select pg_temp.seen('B0TESTA001', 'Steel kettle', 10, 5, 3), pg_temp.seen('B0TESTA002', 'Kettle of glass', 30, 1, 9), pg_temp.seen('B0TESTA003', 'Toaster', 20);
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at) values ('B0TESTA004', 'US', now(), now(), now());
update mart.product_latest set bsr_category = 'Kettles' where bsr is not null;
update mart.product_latest set date = (now() at time zone 'America/Los_Angeles')::date - 1 where asin = 'B0TESTA002';
select ops.ensure_partition('core.product_metrics_daily', d::date) from unnest(array['2025-02-08', '2025-03-10']) as d;
insert into core.product_metrics_daily (asin, marketplace, date, price, bsr, bsr_category) values
    ('B0TESTA001', 'US', '2025-02-08', 1, 1, 'Kettles'), ('B0TESTA001', 'US', '2025-02-09', 12, 7, 'Kettles'),
    ('B0TESTA001', 'US', '2025-03-08', null, 6, 'Kitchen'), ('B0TESTA001', 'US', '2025-03-10', 10, 5, 'Kettles'),
    ('B0TESTA001', 'US', '2025-03-11', 99, 9, 'Kettles'), ('B0TESTA003', 'US', '2025-03-10', 20, 4, 'Toasters');
insert into app.tracked_products (tenant_id, asin) values (pg_temp.a(), 'B0TESTA001'), (pg_temp.b(), 'B0TESTA002');
select pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-10', '{"severity": "high"}'), pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-01-10', '{"kind": "BSR_DROP"}'),
    pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-11', '{"is_resolved": true}'), pg_temp.alerted(pg_temp.b(), 'B0TESTA002', '2025-03-10'),
    pg_temp.alerted(pg_temp.a(), 'B0TESTA002', '2025-03-10', '{"marketplace": "DE"}');
set local role asinmart_api;
create function pg_temp.row(p_place integer, p_tenant_id uuid default pg_temp.a()) returns jsonb language sql as $$
    select p.data::jsonb -> (p_place - 1) from api.portfolio(p_tenant_id) as p;
$$;

select results_eq(
    $$select pg_temp.items(p.data, 'product,asin'), p.next_key, p.meta from api.portfolio(pg_temp.a(), p_sort => 'price', p_limit => 2) as p$$,
    $$select pg_temp.items(p.data, 'asin'), p.next_key, p.meta from api.products(pg_temp.a(), p_sort => 'price', p_limit => 2) as p$$,
    'a page has the products, the key and the metadata of api.products'
);
select is(
    (select string_agg((e -> 'product')::text, ' ') from api.portfolio(pg_temp.a()) as p cross join lateral json_array_elements(p.data::json) as e),
    (select string_agg(e::text, ' ') from api.products(pg_temp.a()) as p cross join lateral json_array_elements(p.data::json) as e),
    'a product is unchanged, to the letter'
);
select is(
    (
        select pg_temp.items(p.data, 'product,asin')
        from api.portfolio(
            pg_temp.a(), 'US', 'kettle', 'Brandy', 'Things', 5, 10, true, false, true, '-price', '[30, "B0TESTA002"]', 1
        ) as p
    ),
    'B0TESTA001', 'all parameters are those of api.products'
);
select results_eq(
    $$select jsonb_array_length(pg_temp.row(n) -> 'prices'), jsonb_array_length(pg_temp.row(n) -> 'ranks') from generate_series(1, 4) as g (n)$$,
    $$values (30, 30), (30, 30), (30, 30), (30, 30)$$, 'there are 30 days, however many were observed'
);
select results_eq(
    $$select v.place, v.price from jsonb_array_elements_text(pg_temp.row(1) -> 'prices') with ordinality as v (price, place) where v.price is not null$$,
    $$values (1::bigint, '12.00'), (30, '10.00')$$, 'the prices are those of the 30 days up to the newest day, oldest first'
);
select results_eq(
    $$select v.place, v.rank from jsonb_array_elements_text(pg_temp.row(1) -> 'ranks') with ordinality as v (rank, place) where v.rank is not null$$,
    $$values (1::bigint, '7'), (30, '5')$$, 'the ranks are those in the category that the product has now'
);
select is(pg_temp.row(3) #>> '{ranks,29}', null, 'a product without a rank today has none before');
select results_eq(
    $$select pg_temp.row(n) ->> 'first_day' from (values (1), (4)) as v (n)$$, $$values ('2025-02-09'), (null)$$,
    'the first day is 29 days before the newest one, null for a product that was never observed'
);
select results_eq(
    $$select n, (pg_temp.row(n) -> 'is_late')::boolean from generate_series(1, 4) as g (n)$$,
    $$values (1, true), (2, false), (3, true), (4, true)$$, 'a product is late when its newest day is before the expected one, or there is none'
);
select is(
    pg_temp.row(1) ->> 'expected_day',
    (
        select f ->> 'expected_day' from json_array_elements(api.data_freshness(pg_temp.a())::json -> 'data') as f
        where f ->> 'table_name' = 'product_latest' and f ->> 'marketplace' = 'US'
    ),
    'the expected day is that of api.data_freshness'
);
select results_eq(
    $$select pg_temp.row(n) -> 'open_alert_count' from generate_series(1, 2) as g (n)$$, $$values ('2'::jsonb), ('0')$$,
    'alerts count that are open, of the tenant and of the marketplace'
);
select is(
    pg_temp.row(1) -> 'newest_alert',
    (
        select jsonb_build_object('id', a.id, 'kind', 'BSR_DROP', 'severity', 'medium', 'date', '2025-01-10', 'title', 'B0TESTA001')
        from core.alerts as a where a.kind = 'BSR_DROP'
    ),
    'the newest alert is the open one that was raised last'
);
select is(pg_temp.row(3) -> 'newest_alert', 'null', 'a product without open alerts has none');
select results_eq(
    $$select (pg_temp.row(n, pg_temp.b()) -> 'open_alert_count')::integer, pg_temp.row(n, pg_temp.b()) #>> '{newest_alert,kind}' from generate_series(1, 2) as g (n)$$,
    $$values (0, null), (1, 'PRICE_SPIKE')$$, 'another tenant has its own alerts'
);

select * from finish();
rollback;

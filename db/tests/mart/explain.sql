begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
create role tap_tenant;
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant, mart_reader;
set local role asinmart_owner;
select plan(37);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', '00000000-0000-0000-0000-00000000000a');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTMAIN', 'B0TESTCOMP'), ('00000000-0000-0000-0000-00000000000b', 'B0TESTMAIN', 'B0TESTELSE');
-- Two days of a main product and a competitor. On the second day the main product is seen twice: the later observation has no rating.
select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTMAIN', '2025-03-01', '{"title": "Mug", "price": 20, "rating": 4.5, "reviews_count": 10, "bsr": 100, "bsr_category": "Mugs", "availability": "In Stock"}'),
    pg_temp.observed('B0TESTMAIN', '2025-03-02', '{"scraped_at": "2025-03-02T10:00:00Z", "price": 24, "rating": 4.4, "reviews_count": 12, "bsr": 80, "bsr_category": "Mugs", "availability": "Out of stock"}'),
    pg_temp.observed('B0TESTMAIN', '2025-03-02', '{"scraped_at": "2025-03-02T12:00:00Z", "price": "$25.00", "availability": "In Stock"}'),
    pg_temp.observed('B0TESTCOMP', '2025-03-02', '{"title": "Cup", "price": 20, "rating": 4.0, "reviews_count": 5, "bsr": 90, "bsr_category": "Mugs"}'),
    pg_temp.observed('B0TESTELSE', '2025-03-02', '{"price": 7}')
);

-- One cell all the way down.
prepare gap as select e.*
from mart.explain('competitor_comparison', '{"asin_main": "B0TESTMAIN", "asin_comp": "B0TESTCOMP", "marketplace": "US", "date": "2025-03-02"}', 'price_diff_pct') as e;
create temp table found as execute gap;
select results_eq(
    $$select f.level, f.step_no, f.parent_no, f.relation, f.column_name, f.value::text, f.how from found as f order by f.step_no$$,
    $$values
        (0, 1, null::integer, 'mart.competitor_comparison', 'price_diff_pct', '25.00', 'the value 25.00'),
        (1, 2, 1, 'mart.competitor_comparison_daily', 'price_diff_pct', '25.00', '(25.00 - 20.00) * 100 / 20.00 = 25.00 %'),
        (2, 3, 2, 'core.product_metrics_daily', 'price', '25.00', 'the value 25.00'),
        (2, 4, 2, 'core.product_metrics_daily', 'price', '20.00', 'the value 20.00'),
        (3, 5, 3, 'core.product_snapshots', 'price', '25.00', '25.00, as the adapter reads it'),
        (3, 6, 4, 'core.product_snapshots', 'price', '20.00', '20.00, as the adapter reads it'),
        (4, 7, 5, 'staging_raw.raw_events', 'payload', '25.00', 'read here'),
        (4, 8, 6, 'staging_raw.raw_events', 'payload', '20.00', 'read here')$$,
    'from the percentage over the prices of both sides to the two items'
);
select ok(bool_and(f.is_equal) filter (where f.adapter is null) and bool_and(f.recomputed = f.value) filter (where f.adapter is null), 'each cell computed again is the cell')
from found as f;
select results_eq(
    $$select f.source, f.job_id, f.item_no, f.element_no, f.adapter, f.payload_path, f.payload_value from found as f where f.step_no = 7$$,
    $$values ('test', 's1', 3, null::integer, 'staging_raw.from_observation', '$.price', '"$25.00"'::jsonb)$$, 'the item, its run, its adapter and the place in it'
);
select is(f.key, '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-02"}', 'the key of a step finds its row') from found as f where f.step_no = 3;
select is(
    f.definition, (
        select col_description(a.attrelid, a.attnum) from pg_attribute as a
        where a.attrelid = 'mart.competitor_comparison'::regclass and a.attname = 'price_diff_pct'
    ), 'with the comment of the column'
)
from found as f where f.step_no = 1;
select ok(f.data_version > 0, 'and the data version of the product') from found as f where f.step_no = 1;

-- Each operation of the demo pair, by hand.
create function pg_temp.said(p_relation text, p_key jsonb, p_column text)
returns text
language sql
as $$
    select (array_agg(e.how order by e.step_no))[case when p_relation in ('product_daily', 'product_summary', 'competitor_comparison') then 2 else 1 end]
    from mart.explain(p_relation, p_key, p_column) as e;
$$;
select is(pg_temp.said('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-02"}', c.name), c.said, c.name)
from (values
    ('price_delta', '25.00 - 20.00 = 5.00'), ('price_change_pct', 'from 20.00 to 25.00: (25.00 - 20.00) * 100 / 20.00 = 25.00 %'),
    ('bsr_delta', '80 - 100 = -20'), ('rating_delta', '4.40 - 4.50 = -0.10'), ('reviews_delta', '12 - 10 = 2'),
    ('days_since_previous', 'days from 2025-03-01 to 2025-03-02 = 1'), ('stock_change', 'in stock: true before, then true'),
    ('is_bsr_category_changed', 'Mugs is another than Mugs: false'), ('price_avg_7d', 'mean of 20.00, 25.00 = 22.5000'),
    ('bsr_min_7d', 'lowest of 100, 80 = 80'), ('observed_days_30d', 'number of rows = 2'), ('reviews_delta_90d', '12 - 10 = 2')
) as c (name, said);
select is(pg_temp.said('competitor_scores_daily', '{"tenant_id": "00000000-0000-0000-0000-00000000000a", "asin_main": "B0TESTMAIN", "asin": "B0TESTMAIN",
    "marketplace": "US", "date": "2025-03-02"}', c.name), c.said, c.name)
from (values
    ('price_rank', 'place of 25.00 from the lowest of 20.00, 25.00 = 2'), ('group_size', 'number of rows = 2'),
    ('price_z', '(25.00 - mean 22.500) / standard deviation 2.500 of 20.00, 25.00 = 1.000'), ('price_score', '50 - 25 * 1.000 = 25.0')
) as c (name, said);
select is((select e.value from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-02"}', 'rating') as e
    where e.adapter is not null), '4.40', 'a rating is that of the observation that has one, not of the last');

-- Where the way ends.
insert into core.product_metrics_daily (asin, marketplace, date, price) values ('B0TESTMAIN', 'US', '2025-03-03', 1);
select results_eq(
    $$select e.how, e.is_equal from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-03"}', 'price') as e where e.level = 1$$,
    $$values ('the row was changed by hand: no observation states it', null::boolean)$$, 'at a row that was changed by hand'
);
select is((select count(*)::integer from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-02"}', 'buybox_price') as e
    where e.value is not null), 0, 'an unknown value stays unknown on the way');
select is((select e.how from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-02"}', 'buybox_price') as e
    where e.adapter is not null), 'the item states no value', 'down to the item that does not state it');
select results_eq(
    $$select e.level, e.how from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-02"}', 'marketplace') as e where e.level = 0$$,
    $$values (0, 'part of the key of the row')$$, 'a column of the key is one'
);

-- Refusals.
select throws_ok($$select * from mart.explain('nonsense', '{}', 'price')$$, 'AM422', 'nonsense cannot be explained', 'another relation');
select throws_ok($$select * from mart.explain('product_daily; drop table x', '{}', 'price')$$, 'AM422', null, 'text that is no name');
select throws_ok($$select * from mart.explain('product_daily', '{}', 'nonsense')$$, 'AM422', 'product_daily has no column nonsense that can be explained', 'another column');
select throws_ok($$select * from mart.explain('product_daily', '{"asin": "B0TESTMAIN"}', 'price')$$, 'AM422', 'the key does not say which row of product_daily is meant',
    'part of the key');
select throws_ok($$select * from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "x"}', 'price')$$, 'AM422', null, 'a day that is none');
select throws_ok($$select * from mart.explain('product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-04-02"}', 'price')$$, 'AM404',
    'product_daily has no row with this key', 'a row that is not there');

-- Rights.
set local role tap_tenant;
select ok(bool_and(e.is_equal), 'the login of a tenant explains what it sees')
from mart.explain('competitor_comparison', '{"asin_main": "B0TESTMAIN", "asin_comp": "B0TESTCOMP", "marketplace": "US", "date": "2025-03-02"}', 'price_diff') as e;
select throws_ok($$select * from mart.explain('product_daily', '{"asin": "B0TESTELSE", "marketplace": "US", "date": "2025-03-02"}', 'price')$$, 'AM404', null,
    'and nothing of products of others');
select throws_ok($$select * from staging_raw.raw_events$$, '42501', null, 'nor raw events themselves');
set local role mart_reader;
select is((select e.payload_value from mart.explain('product_daily', '{"asin": "B0TESTELSE", "marketplace": "US", "date": "2025-03-02"}', 'price') as e
    where e.adapter is not null), '7', 'mart_reader explains every product');

select * from finish();
rollback;

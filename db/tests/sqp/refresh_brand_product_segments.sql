begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(25);

create temp view segments as
select s.asin, s.segment_type, s.period_start, s.impression_share_pct as share, s.is_estimated, s.is_complete, s.data_points_count as weeks, s.last_refreshed
from sqp.brand_product_segments as s;
-- Stored segments against their definition, whatever was loaded in which order.
create function pg_temp.equal(p_after text)
returns text
language sql
as $$
    select is_empty(
        'select s.* from (select ' || c.columns || ' from sqp.brand_product_segments) as s except select ' || c.columns
            || ' from definitions.brand_product_segments(''-infinity'', ''infinity'') union all (select ' || c.columns
            || ' from definitions.brand_product_segments(''-infinity'', ''infinity'') except select ' || c.columns || ' from sqp.brand_product_segments)',
        'segments equal their definition after ' || p_after
    )
    from (
        select string_agg(quote_ident(a.attname), ', ') as columns
        from pg_attribute as a
        where a.attrelid = 'sqp.brand_product_segments'::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> 'last_refreshed'
    ) as c;
$$;

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
select pg_temp.load_reports('s1', pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 100}')), p_now => '2025-01-20');
select pg_temp.load_reports('s2', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 50}'), pg_temp.report_line('B0TESTA002', 'gloves')), p_now => '2025-01-21');
select pg_temp.equal('a week that came late');
select results_eq(
    $$
        select s.previous_period_start, s.impression_share_change, s.impression_share_trend, s.click_share_trend, s.last_refreshed
        from sqp.brand_product_segments as s where s.asin = 'B0TESTA001' and s.period_start = '2025-01-12'
    $$,
    $$values ('2025-01-05'::date, 5.00, 'up', 'too few to tell', timestamptz '2025-01-21')$$, 'the week after it compares with it now'
);
select results_eq(
    $$select s.period_start, s.share, s.is_estimated, s.is_complete, s.weeks from segments as s where s.asin = 'B0TESTA001' and s.segment_type = 'monthly'$$,
    $$values ('2025-01-01'::date, 7.50, true, false, 2)$$, 'the month is made of the weeks that there are'
);
select pg_temp.load_reports('s3',
    pg_temp.week('2025-01-19', pg_temp.report_line('B0TESTA001', 'gloves')) || pg_temp.report('{"start": "2025-01-26", "document": 2}', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq(
    $$select s.share, s.is_estimated, s.is_complete, s.weeks from segments as s where s.asin = 'B0TESTA001' and s.segment_type = 'monthly'$$,
    $$values (6.25, true, true, 4)$$, 'all four weeks make it complete, and still estimated'
);
select pg_temp.load_reports('s4', pg_temp.month('2025-01-01', pg_temp.report_line('B0TESTA001', 'gloves', '{"impressions": 10000, "own_impressions": 800}')), p_now => '2025-02-05');
select results_eq(
    $$select s.share, s.is_estimated, s.is_complete, s.weeks from segments as s where s.asin = 'B0TESTA001' and s.segment_type = 'monthly'$$,
    $$values (8.00, false, true, 1)$$, 'its month report replaces the weeks'
);
select is((select count(*) from segments as s where s.asin = 'B0TESTA001' and s.segment_type = 'weekly'), 4::bigint, 'the weeks stay segments of their own');
select is(
    (select max(s.last_refreshed) from segments as s where s.asin = 'B0TESTA002'), timestamptz '2025-01-21', 'segments of other products are not written'
);
select pg_temp.equal('a month report');
select pg_temp.load_reports('s5', pg_temp.week('2025-01-26', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 900}')));
select is((select s.share from segments as s where s.asin = 'B0TESTA001' and s.segment_type = 'monthly'), 8.00, 'a week restated later does not change a reported month');
select pg_temp.load_reports('s6', pg_temp.report('{"start": "2025-01-01", "period": "MONTH", "asins": "B0TESTA001"}'));
select results_eq(
    $$select s.is_estimated, s.weeks from segments as s where s.asin = 'B0TESTA001' and s.segment_type = 'monthly'$$, 'values (true, 4)',
    'a month report that lists nothing any more leaves the weeks'
);
select pg_temp.equal('a report that lists nothing any more');
select pg_temp.load_reports('s7', pg_temp.report('{"start": "2025-01-12", "asins": "B0TESTA001"}'));
select is((select s.previous_period_start from sqp.brand_product_segments as s where s.period_start = '2025-01-19'), null, 'a week that vanishes is compared with no more');
select pg_temp.equal('a vanished week');

-- Zero totals.
select pg_temp.load_reports('s8', pg_temp.week('2025-03-02',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"purchases": 0, "own_purchases": 0, "cart_adds": null, "own_cart_adds": null}')));
select results_eq(
    $$select s.purchase_share_pct, s.cart_add_share_pct, s.purchase_share_high_pct, s.total_purchases, s.total_cart_adds from sqp.brand_product_segments as s where s.period_start = '2025-03-02'$$,
    $$values (null::numeric, null::numeric, null::numeric, 0::bigint, null::bigint)$$, 'a total of 0 gives no share, and an unknown total stays unknown'
);

create temp table written on commit drop as select s.ctid as place from sqp.brand_product_segments as s;
select is(
    (pg_temp.load_reports('s9', pg_temp.week('2025-03-02',
        pg_temp.report_line('B0TESTA001', 'gloves', '{"volume": 999, "purchases": 0, "own_purchases": 0, "cart_adds": null, "own_cart_adds": null}')
    ))).accepted_count, 1, 'a restated query volume changes a row of the report'
);
select set_eq('select s.ctid as place from sqp.brand_product_segments as s', 'table written', 'but no segment, so none is written');

-- Brands.
create temp table before on commit drop as select * from sqp.brand_product_segments;
update core.brands set is_active = false;
select is((select count(*) from segments), (select count(*) from before), 'a brand that is switched off keeps its segments until the refresh');
select ops.refresh_dirty();
select is_empty('table segments', 'which removes them');
select pg_temp.equal('a brand was switched off');
update core.brands set is_active = true;
select ops.refresh_dirty('2025-06-01');
select set_eq(
    'select s.asin, s.segment_type, s.period_start, s.impression_share_pct, s.impression_share_change from sqp.brand_product_segments as s',
    'select b.asin, b.segment_type, b.period_start, b.impression_share_pct, b.impression_share_change from before as b',
    'switched on again it has the same segments'
);
select is((select min(s.last_refreshed) from segments as s), timestamptz '2025-06-01', 'they are new rows');
select ops.refresh_dirty('2025-06-02');
select is((select max(s.last_refreshed) from segments as s), timestamptz '2025-06-01', 'a refresh without changes writes none');
select pg_temp.map('Mine', pg_temp.default_tenant(), 'B0TESTA001') is not null as is_mapped;
select ops.refresh_dirty();
select results_eq(
    $$select b.brand_name, count(*), count(distinct s.asin) from sqp.brand_product_segments as s inner join core.brands as b on b.id = s.brand_id group by 1 order by 1$$,
    $$values ('Acme', 2::bigint, 1::bigint), ('Mine', (select count(*) from before as b where b.asin = 'B0TESTA001'), 1)$$,
    'a product mapped by hand moves with all its segments'
);
delete from core.brands where brand_name = 'Mine';
select ops.refresh_dirty();
select is_empty($$select 1 from segments as s where s.asin = 'B0TESTA001'$$, 'a deleted brand has none');
select pg_temp.equal('a brand was deleted');

select * from finish();
rollback;

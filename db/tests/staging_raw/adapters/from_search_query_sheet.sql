begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(31);

-- A row of the ASIN view as a CSV gives it: texts by column title, blank cells missing.
create function pg_temp.sheet(p_cells jsonb default '{}', p_metadata jsonb default '{"ASIN": ["B0TESTA001"], "Reporting Range": ["Weekly"]}')
returns jsonb
language sql
immutable
as $$
    select jsonb_strip_nulls(jsonb_build_object('reportMetadata', p_metadata) || '{
        "Search Query": "garden gloves", "Search Query Score": "3", "Search Query Volume": "1,250",
        "Impressions: Total Count": "24,000", "Impressions: ASIN Count": "600", "Impressions: ASIN Share %": "2.5",
        "Clicks: Total Count": "300", "Clicks: Click Rate %": "24.0", "Clicks: ASIN Count": "12", "Clicks: ASIN Share %": "4.0",
        "Clicks: Price (Median)": "14.99", "Clicks: ASIN Price (Median)": "1,016.49",
        "Clicks: Same Day Shipping Speed": "10", "Clicks: 1D Shipping Speed": "20", "Clicks: 2D Shipping Speed": "30",
        "Cart Adds: Total Count": "100", "Cart Adds: Cart Add Rate %": "8.0", "Cart Adds: ASIN Count": "4", "Cart Adds: ASIN Share %": "4.0",
        "Purchases: Total Count": "40", "Purchases: Purchase Rate %": "3.2", "Purchases: ASIN Count": "1", "Purchases: ASIN Share %": "2.5",
        "Purchases: Price (Median)": "13.5", "Purchases: ASIN Price (Median)": "", "Reporting Date": "2025-01-11"
    }' || p_cells);
$$;

create function pg_temp.read(p_payload jsonb)
returns setof staging_raw.search_query_row
language sql
stable
as $$
    select * from staging_raw.from_search_query_sheet(p_payload);
$$;

-- The exported row without the cells whose titles match, and with others.
create function pg_temp.renamed(p_from text, p_to text)
returns jsonb
language sql
stable
as $$
    select jsonb_object_agg(replace(k.key, p_from, p_to), k.value) from jsonb_each(pg_temp.sheet()) as k (key, value);
$$;

select results_eq(
    $$select o.document_no, o.source, o.view, o.asin, o.requested_asins, o.period_type, o.start_date, o.end_date, o.search_query, o.fault from pg_temp.read(pg_temp.sheet()) as o$$,
    $$values (1, 'csv', 'asin', 'B0TESTA001', array['B0TESTA001'], 'WEEK', '2025-01-05'::date, '2025-01-11'::date, 'garden gloves', null)$$,
    'product and period come from the line above the header and the last day'
);
select results_eq(
    $$
        select o.search_query_score, o.search_query_volume, o.total_query_impression_count, o.asin_impression_count, o.total_click_count,
            o.asin_click_count, o.total_cart_add_count, o.asin_cart_add_count, o.total_purchase_count, o.asin_purchase_count
        from pg_temp.read(pg_temp.sheet()) as o
    $$,
    $$values (3, 1250::bigint, 24000::bigint, 600::bigint, 300::bigint, 12::bigint, 100::bigint, 4::bigint, 40::bigint, 1::bigint)$$,
    'commas part thousands'
);
select results_eq(
    $$
        select o.impression_share_pct, o.click_share_pct, o.cart_add_share_pct, o.purchase_share_pct, o.click_rate_pct, o.cart_add_rate_pct,
            o.purchase_rate_pct
        from pg_temp.read(pg_temp.sheet()) as o
    $$,
    $$values (2.5, 4.0, 4.0, 2.5, 24.0, 8.0, 3.2)$$, 'shares and rates are percentages already'
);
select results_eq(
    $$
        select o.total_median_click_price, o.asin_median_click_price, o.total_median_cart_add_price, o.total_median_purchase_price,
            o.asin_median_purchase_price
        from pg_temp.read(pg_temp.sheet()) as o
    $$,
    $$values (14.99, 1016.49, null::numeric, 13.5, null::numeric)$$, 'a blank price, and one without a column, is unknown'
);
select results_eq(
    $$
        select o.total_same_day_shipping_click_count, o.total_one_day_shipping_click_count, o.total_two_day_shipping_click_count,
            o.total_same_day_shipping_cart_add_count
        from pg_temp.read(pg_temp.sheet()) as o
    $$,
    $$values (10::bigint, 20::bigint, 30::bigint, null::bigint)$$, 'counts by delivery speed are kept'
);
select results_eq(
    $$
        select o.total_same_day_shipping_click_count, o.total_one_day_shipping_click_count, o.total_two_day_shipping_click_count, o.fault
        from (
            values
                (1, pg_temp.renamed('Same Day', 'Same-Day')), (2, pg_temp.renamed('1D', '1-Day')), (3, pg_temp.renamed('2D', 'Two Day'))
        ) as t (place, payload)
        cross join lateral pg_temp.read(t.payload) as o
        order by t.place
    $$,
    $$values (10::bigint, 20::bigint, 30::bigint, null), (10, 20, 30, null), (10, 20, 30, null)$$,
    'the speeds have several titles'
);
select results_eq(
    $$select o.total_cart_add_count, o.asin_cart_add_count, o.cart_add_share_pct, o.cart_add_rate_pct, o.fault from pg_temp.read(pg_temp.renamed('Cart Add', 'Basket Add')) as o$$,
    $$values (100::bigint, 4::bigint, 4.0, 8.0, null)$$, 'British exports say baskets'
);
select results_eq(
    $$select o.asin_click_count, o.fault from pg_temp.read(jsonb_build_object('reportMetadata', pg_temp.sheet() -> 'reportMetadata', U&'\FEFFSearch Query', 'gloves', ' clicks: ASIN count ', '7', 'Reporting Date', '2025-01-11')) as o$$,
    $$values (7::bigint, null)$$, 'case, spaces and a byte order mark do not matter in a title'
);

-- Numbers as other locales write them.
select results_eq(
    $$
        select o.total_query_impression_count, o.impression_share_pct, o.total_median_click_price, o.asin_median_click_price, o.fault
        from pg_temp.read(pg_temp.sheet('{
            "Impressions: Total Count": "24.000", "Search Query Volume": "1.250", "Impressions: ASIN Share %": "2,5", "Clicks: Click Rate %": "24,0 %",
            "Clicks: ASIN Share %": "4,0%", "Cart Adds: Cart Add Rate %": "8,0", "Cart Adds: ASIN Share %": "4,0", "Purchases: Purchase Rate %": "3,2",
            "Purchases: ASIN Share %": "2,5", "Clicks: Price (Median)": "14,99 EUR", "Clicks: ASIN Price (Median)": "1.016,49", "Purchases: Price (Median)": "13,5"
        }')) as o
    $$,
    $$values (24000::bigint, 2.5, 14.99, 1016.49, null)$$, 'decimal commas and points between thousands are read'
);
select results_eq(
    $$
        select o.total_query_impression_count, o.search_query_volume, o.fault
        from pg_temp.read(pg_temp.sheet(jsonb_build_object('Impressions: Total Count', U&'24\202F000', 'Search Query Volume', '1 250'))) as o
    $$,
    $$values (24000::bigint, 1250::bigint, null)$$, 'spaces part thousands too'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{"Clicks: ASIN Share %": "4,0"}')) as o),
    'percentages are written with a point and with a comma', 'a row with both decimal signs is refused'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{"Clicks: ASIN Count": "12.5"}')) as o), 'asin_click_count 12.5 is no number',
    'a fraction is no count'
);
select results_eq(
    $$select o.asin_click_count, o.asin_median_click_price, o.fault from pg_temp.read(pg_temp.sheet('{"Clicks: ASIN Count": "-", "Clicks: ASIN Price (Median)": "--"}')) as o$$,
    $$values (null::bigint, null::numeric, null)$$, 'a dash is a blank cell'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{"Clicks: Ghost Count": "1", "Abandons: Total": "2"}')) as o),
    'no column is known by the name Abandons: Total, Clicks: Ghost Count', 'an unknown column is named'
);
insert into staging_raw.report_columns (name, field, language) values ('clicks: sum', 'total_click_count', 'en');
select results_eq(
    $$select o.total_click_count, o.fault from pg_temp.read(pg_temp.renamed('Clicks: Total Count', 'Clicks: Sum')) as o$$,
    $$values (300::bigint, null)$$, 'a row in staging_raw.report_columns makes it known'
);

-- The brand view.
select results_eq(
    $$
        select o.view, o.asin, o.brand, o.asin_click_count, o.click_share_pct, o.asin_median_click_price, o.fault
        from pg_temp.read(jsonb_set(pg_temp.renamed(': ASIN ', ': Brand '), '{reportMetadata}', '{"Brand": ["Acme"], "Reporting Range": ["Weekly"]}')) as o
    $$,
    $$values ('brand', null, 'Acme', 12::bigint, 4.0, 1016.49, null)$$, 'the brand view has the counts of the brand, and no product'
);

-- Every language, in the order of the months: a row with all titles of the language, its words for a period, and its numbers.
create function pg_temp.translated(p_language text, p_view text, p_cells jsonb, p_period text)
returns jsonb
language sql
stable
as $$
    select jsonb_object_agg(c.name, p_cells -> c.field)
        || jsonb_build_object('reportMetadata', (
            select jsonb_object_agg(m.name, jsonb_build_array(case m.field when 'period_type' then p.name when 'asin' then 'B0TESTA001' else 'Acme' end))
            from (select distinct on (r.field) r.field, r.name from staging_raw.report_columns as r where r.language = p_language order by r.field, r.name) as m
            cross join (select max(r.name) as name from staging_raw.report_columns as r where r.language = p_language and r.field = p_period) as p
            where m.field in ('period_type', case p_view when 'asin' then 'asin' else 'brand' end)
        ))
    from (
        select distinct on (r.field) r.field, upper(r.name) as name
        from staging_raw.report_columns as r
        where r.language = p_language and (r.view is null or r.view = p_view)
        order by r.field, r.name desc
    ) as c
    where p_cells ? c.field;
$$;
create temp table numbers as
select
    l.language, l.place, v.view, l.period, l.end_date, l.start_date,
    jsonb_build_object(
        'search_query', 'x', 'search_query_score', '1', 'search_query_volume', l.large, 'total_query_impression_count', l.large, 'asin_impression_count', '10',
        'impression_share_pct', l.share, 'total_median_click_price', l.price, 'asin_median_purchase_price', null,
        'total_same_day_shipping_click_count', '1', 'total_one_day_shipping_cart_add_count', '2', 'total_two_day_shipping_purchase_count', '3',
        'total_cart_add_count', '4', 'purchase_rate_pct', l.share, 'end_date', l.day
    ) as cells
from (
    values
        ('en', 1, 'WEEK', '1,250', '0.8', '1,016.49', '2025-01-11', '2025-01-11'::date, '2025-01-05'::date),
        ('en-GB', 2, 'WEEK', '1,250', '0.8', U&'\00A31,016.49', '11/01/2025', '2025-01-11', '2025-01-05'),
        ('de', 3, 'MONTH', '1.250', '0,8', U&'1.016,49\00A0\20AC', '31.03.2025', '2025-03-31', '2025-03-01'),
        ('fr', 4, 'MONTH', U&'1\202F250', U&'0,8\00A0%', U&'1\202F016,49\00A0\20AC', '30 avril 2025', '2025-04-30', '2025-04-01'),
        ('it', 5, 'QUARTER', '1.250', '0,8', U&'\20AC 1.016,49', '30/06/2025', '2025-06-30', '2025-04-01'),
        ('es', 6, 'WEEK', '1.250', '0,8', U&'1.016,49 \20AC', '31 de mayo de 2025', '2025-05-31', '2025-05-25'),
        ('ja', 7, 'WEEK', '1,250', '0.8', U&'\FFE51,016.49', U&'2025\5E741\670811\65E5', '2025-01-11', '2025-01-05')
) as l (language, place, period, large, share, price, day, end_date, start_date)
cross join (values ('asin'), ('brand')) as v (view);
select results_eq(
    $$
        select
            n.language, n.view, o.fault, o.view, o.asin, o.brand, o.period_type, o.start_date, o.end_date, o.search_query_volume, o.asin_impression_count,
            o.impression_share_pct, o.total_median_click_price, o.asin_median_purchase_price, o.total_same_day_shipping_click_count,
            o.total_one_day_shipping_cart_add_count, o.total_two_day_shipping_purchase_count, o.total_cart_add_count, o.purchase_rate_pct
        from numbers as n
        cross join lateral pg_temp.read(pg_temp.translated(n.language, n.view, n.cells, n.period)) as o
        order by n.place, n.view
    $$,
    $$
        select
            n.language, n.view, null, n.view, case n.view when 'asin' then 'B0TESTA001' end, case n.view when 'brand' then 'Acme' end, n.period, n.start_date,
            n.end_date, 1250::bigint, 10::bigint, 0.8, 1016.49, null::numeric, 1::bigint, 2::bigint, 3::bigint, 4::bigint, 0.8
        from numbers as n
        order by n.place, n.view
    $$,
    'exports in all languages give the same row'
);
select results_eq(
    $$
        select o.fault
        from (values (1, 'de', '1.980'), (2, 'en', '1.980'), (3, 'de', '1.980,00')) as t (place, language, price)
        cross join lateral pg_temp.read(
            pg_temp.translated(t.language, 'asin', jsonb_build_object('search_query', 'x', 'total_median_click_price', t.price, 'end_date', '2025-01-11'), 'WEEK')
        ) as o
        order by t.place
    $$,
    array['total_median_click_price 1.980 is no number', null, null], 'a price of two readings is refused where nothing shows the decimal sign'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{"Reporting Date": "01/11/2025"}')) as o), '01/11/2025 is no day that can be read', 'so is a day of two readings'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{}', '{"ASIN": ["B0TESTA001", "B0TESTA002"], "Reporting Range": ["Weekly"]}')) as o),
    'the line above the header names several products or brands', 'an export of several products does not say which row is whose'
);
select results_eq(
    $$select o.languages, o.decimal_sign, o.fault_code from pg_temp.read(pg_temp.sheet('{"Clicks: ASIN Share %": "4,0"}')) as o$$,
    $$values (array['en'], ',', 'locale_mixed')$$, 'the row knows its languages, its decimal sign and the code of its fault'
);

select results_eq(
    $$select o.asin, o.fault from pg_temp.read(pg_temp.sheet('{"ASIN": "b0testa002"}', '{"Reporting Range": ["Weekly"]}')) as o$$,
    $$values ('B0TESTA002', null)$$, 'the product can stand in a column'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{"ASIN": "B0TESTA002"}')) as o),
    'the row names another product or brand than the line above the header', 'not another one there than above the header'
);

-- Periods.
select is(
    (select o.fault from pg_temp.read(pg_temp.sheet('{}', '{"ASIN": ["B0TESTA001"], "Reporting Range": ["Fortnightly"]}')) as o),
    'Fortnightly is no reporting range that is known', 'a reporting range that is not known is not guessed from the last day'
);
select results_eq(
    $$
        select o.period_type, o.start_date, o.end_date
        from (
            values (1, 'Monthly', '2025-01-31'), (2, 'Quarterly', '2025-03-31'), (3, 'weekly', '2025-05-31')
        ) as t (place, range, last_day)
        cross join lateral pg_temp.read(
            pg_temp.sheet(jsonb_build_object('Reporting Date', t.last_day), jsonb_build_object('ASIN', array['B0TESTA001'], 'Reporting Range', array[t.range]))
        ) as o
        order by t.place
    $$,
    $$values ('MONTH', '2025-01-01'::date, '2025-01-31'::date), ('QUARTER', '2025-01-01', '2025-03-31'), ('WEEK', '2025-05-25', '2025-05-31')$$,
    'the reporting range is the period, even of a week that ends with a month'
);
select results_eq(
    $$
        select o.period_type, o.start_date, o.asin, o.fault
        from (values (1, '2025-01-11'), (2, '2025-01-31')) as t (place, last_day)
        cross join lateral pg_temp.read(pg_temp.sheet(jsonb_build_object('Reporting Date', t.last_day), null)) as o
        order by t.place
    $$,
    $$values ('WEEK', '2025-01-05'::date, null, null), ('MONTH', '2025-01-01', null, null)$$,
    'without the line a Saturday ends a week and the last day of a month a month'
);
select results_eq(
    $$
        select o.period_type, o.fault
        from unnest(array['2025-05-31', '2025-03-31']) with ordinality as t (last_day, place)
        cross join lateral pg_temp.read(pg_temp.sheet(jsonb_build_object('Reporting Date', t.last_day), null)) as o
        order by t.place
    $$,
    $$
        values
            (null, 'the export does not say whether it is of a week, a month or a quarter that ends on 2025-05-31'),
            (null, 'the export does not say whether it is of a week, a month or a quarter that ends on 2025-03-31')
    $$,
    'a day that ends two of them is refused'
);
select is(
    (select o.period_type from pg_temp.read(pg_temp.sheet('{"Reporting Date": "2025-01-08"}', null)) as o), null, 'a day that ends none is refused'
);
select results_eq(
    $$select o.period_type, o.start_date, o.end_date from pg_temp.read(pg_temp.sheet('{"Reporting Date": null}')) as o$$,
    $$values ('WEEK', null::date, null::date)$$, 'without a last day the period has no days'
);
select is((select o.search_query from pg_temp.read(pg_temp.sheet('{"Search Query": " "}')) as o), null, 'an empty query is no query');
select is((select o.document_no from pg_temp.read(pg_temp.sheet() || '{"reportDocument": 4}') as o), 4, 'rows know their document');

select * from finish();
rollback;

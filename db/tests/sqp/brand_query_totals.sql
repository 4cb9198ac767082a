begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(13);

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002', 'B0TESTA003');
select pg_temp.load_reports('q1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"score": 4, "own_impressions": 30, "own_clicks": 3, "own_purchases": 3, "own_price": 11}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"score": 2, "own_impressions": 20, "own_clicks": 4, "own_purchases": 1, "own_price": 20}'),
    pg_temp.report_line('B0TESTA003', 'gloves', '{"own_impressions": null, "own_clicks": 0, "own_purchases": 9, "own_price": null}'),
    pg_temp.report_line('B0TESTA001', 'ACME gloves', '{"cart_adds": null, "own_cart_adds": null}')
) || pg_temp.month('2025-01-01', pg_temp.report_line('B0TESTA001', 'gloves')));
create temp view totals as
select q.* from sqp.brand_query_totals as q where q.search_query = 'gloves' and q.period_type = 'WEEK';

select results_eq(
    'select t.total_impressions, t.total_clicks, t.total_cart_adds, t.total_purchases, t.search_query_volume from totals as t',
    $$values (1000::bigint, 100::bigint, 40::bigint, 20::bigint, 500::bigint)$$, 'counts of the market count once, however many products list the query'
);
select results_eq(
    'select t.brand_impressions, t.brand_clicks, t.brand_cart_adds, t.brand_purchases, t.listed_product_count, t.best_score from totals as t',
    $$values (50::bigint, 7::bigint, 6::bigint, 13::bigint, 3, 1)$$, 'own counts add up over the products'
);
select results_eq(
    'select t.market_median_purchase_price, t.brand_avg_purchase_price from totals as t', $$values (12.50, 13.25)$$,
    'the mean price weighs purchases that have a price'
);
select results_eq(
    $$select q.search_query, q.is_branded, q.total_cart_adds from sqp.brand_query_totals as q where q.period_type = 'WEEK' order by q.search_query desc$$,
    $$values ('gloves', false, 40::bigint), ('ACME gloves', true, null)$$, 'a query with the brand''s name is branded, whatever its case; unknown counts stay unknown'
);
select results_eq(
    $$select q.start_date, q.end_date, q.brand_impressions from sqp.brand_query_totals as q where q.period_type = 'MONTH'$$,
    $$values ('2025-01-01'::date, '2025-01-31'::date, 50::bigint)$$, 'weeks and months are apart'
);
select pg_temp.map('Other', pg_temp.default_tenant(), 'B0TESTA002') is not null as is_mapped;
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA003';
select results_eq(
    'select b.brand_name, t.brand_impressions, t.listed_product_count from totals as t inner join core.brands as b on b.id = t.brand_id order by 1',
    $$values ('Acme', 30::bigint, 1), ('Other', 20, 1)$$, 'a product counts for the brand that it is mapped to, or for none'
);

-- Full lists of 40 queries a product, in the order of its impressions, cut at any rank: the truth lies within the bounds.
select pg_temp.describe('Cut', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
create temp table truths as
select
    'B0TESTC00' || p as asin, 'query ' || n as search_query, i.impressions, least(i.impressions, (i.impressions * h.r)::integer) as clicks,
    least(i.impressions, (i.impressions * h.r * h.r)::integer) as purchases
from generate_series(1, 3) as p
cross join generate_series(1, 40) as n
cross join lateral (select ('x' || substring(md5(p || ' ' || n) for 7))::bit(28)::integer / 268435456.0 as r) as h
cross join lateral (select (1 + 800 * h.r * h.r)::integer as impressions) as i;
create function pg_temp.cut_week(p_week date, p_ranks integer[])
returns jsonb[]
language sql
as $$
    select pg_temp.week(p_week, variadic array_agg(pg_temp.report_line(t.asin, t.search_query, jsonb_build_object(
        'volume', 9000, 'impressions', 2500, 'clicks', 2500, 'cart_adds', null, 'own_cart_adds', null, 'purchases', 2500,
        'own_impressions', t.impressions, 'own_clicks', t.clicks, 'own_purchases', t.purchases
    ))))
    from (
        select x.*, row_number() over (partition by x.asin order by x.impressions desc, x.search_query) as place from truths as x
    ) as t
    where t.place <= p_ranks[right(t.asin, 1)::integer];
$$;
select count(pg_temp.load_reports('cut ' || c.n, pg_temp.cut_week('2025-02-02'::date + 7 * c.n, array[c.n * 5, 1 + c.n * 3, 40 - c.n * 4])))
from generate_series(1, 8) as c (n);
create temp view bounds as
select
    q.start_date, q.search_query, q.brand_impressions, q.brand_impressions_high, q.brand_clicks, q.brand_clicks_high, q.brand_purchases,
    q.brand_purchases_high, t.impressions, t.clicks, t.purchases
from sqp.brand_query_totals as q
inner join core.brands as b on b.id = q.brand_id and b.brand_name = 'Cut'
inner join (
    select x.search_query, sum(x.impressions) as impressions, sum(x.clicks) as clicks, sum(x.purchases) as purchases from truths as x group by 1
) as t on t.search_query = q.search_query;
select ok(
    (
        select count(*) > 200 and bool_and(
            b.impressions between b.brand_impressions and b.brand_impressions_high and b.clicks between b.brand_clicks and b.brand_clicks_high
            and b.purchases between b.brand_purchases and b.brand_purchases_high
        ) from bounds as b
    ),
    'whatever the lists leave out, the truth is within the bounds'
);
select ok(
    (select count(*) filter (where b.brand_impressions < b.impressions) > 50 and count(*) filter (where b.brand_impressions_high = b.brand_impressions) > 5 from bounds as b),
    'lists did leave things out, and where all products list a query nothing is open'
);
delete from core.asin_brand_mapping where asin = 'B0TESTC003';
insert into core.asin_brand_mapping (asin, brand_id)
select a.asin, b.id from core.brands as b cross join (values ('B0TESTC003'), ('B0TESTC004')) as a (asin) where b.brand_name = 'Cut';
select set_eq(
    'select b.brand_impressions_high from bounds as b', array[2500::bigint], 'a product that did not report can have all that others do not have'
);
select set_eq(
    'select q.product_count, q.reported_product_count from sqp.brand_query_totals as q inner join core.brands as b on b.id = q.brand_id and b.brand_name = ''Cut''',
    $$values (4, 3)$$, 'which the counts of products show'
);

insert into core.brand_terms (brand_id, term)
select b.id, t.term from core.brands as b cross join (values ('acmee'), ('ac'), ('50%')) as t (term) where b.brand_name = 'Acme';
select pg_temp.load_reports('terms', pg_temp.week('2025-01-26', pg_temp.report_line('B0TESTA001', 'the ACMEE'), pg_temp.report_line('B0TESTA001', 'ac gloves'),
    pg_temp.report_line('B0TESTA001', 'vacuum'), pg_temp.report_line('B0TESTA001', 'gloves 50'), pg_temp.report_line('B0TESTA001', 'gloves 50% off')));
select results_eq(
    $$select q.search_query from sqp.brand_query_totals as q where q.start_date = '2025-01-26' and q.is_branded order by 1$$,
    array['ac gloves', 'gloves 50% off', 'the ACMEE'], 'terms mark queries as branded; a short one has to stand alone, and a percent sign is one'
);
select throws_ok(
    $$insert into core.brand_terms (brand_id, term) select b.id, 'Acme' from core.brands as b where b.brand_name = 'Acme'$$, '23514', null,
    'a term is written in small letters'
);

select pg_temp.load_reports('q2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"impressions": 9000}')), 'b')
from (select app.create_tenant('b')) as t;
select results_eq(
    $$select t.total_impressions from totals as t inner join core.brands as b on b.id = t.brand_id where b.brand_name = 'Acme' order by 1$$, array[1000::bigint, 9000],
    'tenants are apart'
);

select * from finish();
rollback;

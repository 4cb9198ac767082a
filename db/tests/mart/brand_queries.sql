begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(10);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002');
-- Of 10,000 impressions, 1,000 clicks, 400 cart adds and 200 purchases; own counts by query.
create function pg_temp.funnel(p_query text, variadic p_own integer[])
returns jsonb
language sql
as $$
    select pg_temp.report_line('B0TESTA001', p_query, jsonb_build_object(
        'impressions', 10000, 'clicks', 1000, 'cart_adds', 400, 'purchases', 200, 'volume', 4000,
        'own_impressions', p_own[1], 'own_clicks', p_own[2], 'own_cart_adds', p_own[3], 'own_purchases', p_own[4]
    ));
$$;
select pg_temp.load_reports('q1', pg_temp.week('2025-01-05',
    pg_temp.funnel('won', 1000, 100, 40, 20), pg_temp.funnel('unseen', 99, 100, 40, 20), pg_temp.funnel('at click', 1000, 89, 40, 20),
    pg_temp.funnel('nine tenths', 1000, 90, 36, 18), pg_temp.funnel('at cart', 1000, 100, 35, 20), pg_temp.funnel('at purchase', 1000, 100, 40, 17),
    pg_temp.funnel('click before purchase', 1000, 50, 20, 5), pg_temp.funnel('unknown', null, 5, 5, 5),
    pg_temp.report_line('B0TESTA001', 'nothing bought', '{"purchases": 0, "own_purchases": 0}'),
    pg_temp.report_line('B0TESTA001', 'shared', '{"own_impressions": 30}'), pg_temp.report_line('B0TESTA002', 'shared', '{"own_impressions": 20}')
));
select results_eq(
    $$
        select q.search_query, q.lost_stage from mart.brand_queries as q
        where q.search_query not in ('shared', 'nothing bought') order by q.search_query
    $$,
    $$
        values
            ('at cart', 'cart add'), ('at click', 'click'), ('at purchase', 'purchase'), ('click before purchase', 'click'), ('nine tenths', 'none'),
            ('unknown', null), ('unseen', 'impression'), ('won', 'none')
    $$,
    'the stage is the first whose share is below nine tenths of the one before, or impressions below 1 %'
);
select results_eq(
    $$
        select q.impression_share_pct, q.click_share_pct, q.cart_add_share_pct, q.purchase_share_pct
        from mart.brand_queries as q where q.search_query = 'at cart'
    $$,
    $$values (10.00, 10.00, 8.75, 10.00)$$, 'shares are of the market''s counts'
);
select results_eq(
    $$select q.market_click_rate_pct, q.market_purchase_rate_pct from mart.brand_queries as q where q.search_query = 'won'$$,
    $$values (25.00, 5.00)$$, 'rates of the market are of the query volume'
);
select results_eq(
    $$select q.purchase_share_pct, q.lost_stage from mart.brand_queries as q where q.search_query = 'nothing bought'$$,
    $$values (null::numeric, 'none')$$, 'a query without purchases has no purchase share, which is no loss'
);
select results_eq(
    $$select q.impression_share_pct, q.listed_product_count from mart.brand_queries as q where q.search_query = 'shared'$$,
    $$values (5.00, 2)$$, 'two products of one query share its impressions once'
);
select is(
    (select round(100.0 * sum(s.asin_impression_count) / sum(s.total_query_impression_count), 2) from sqp.search_query_performance as s where s.search_query = 'shared'),
    2.50, 'where a sum per product gives half'
);

select pg_temp.load_reports('q2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'theirs')), 'tenant a');
set local role mart_reader;
select is_empty($$select 1 from mart.brand_queries as q where q.search_query = 'theirs'$$, 'mart_reader sees those of the default tenant');
reset role;
update ops.settings as s set value = 'all' where s.name = 'mart_reader_tenants';
set local role mart_reader;
select isnt_empty($$select 1 from mart.brand_queries as q where q.search_query = 'theirs'$$, 'or of all, by a setting');
set local role asinmart_api;
select is_empty('select 1 from mart.brand_queries', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select results_eq('select q.search_query from mart.brand_queries as q', array['theirs'], 'with one it sees those of that tenant');

select * from finish();
rollback;

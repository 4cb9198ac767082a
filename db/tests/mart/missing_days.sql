begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(3);

-- All relative to today: the view looks 90 days back.
insert into app.tracked_products (asin, marketplace, created_at, tracking_frequency, is_active) values
    ('B0TESTA001', 'UK', now() - interval '5 days', '1 day', true), ('B0TESTA002', 'UK', now() - interval '5 days', '3 days', true),
    ('B0TESTA003', 'UK', now() - interval '5 days', '1 day', false), ('B0TESTA004', 'UK', now() - interval '400 days', '12 hours', true);
create temp view day as select g as ago, ((now() at time zone 'Europe/London')::date - g) as date from generate_series(0, 6) as g;
select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 6), '{"price": 8, "title": "Gloves", "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 4), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 3), '{"status": "blocked", "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 1), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA002', (select d.date from day as d where d.ago = 5), '{"price": 8, "marketplace": "UK"}')
);
grant select on day to mart_reader;
set local role mart_reader;
select results_eq(
    $$
        select d.ago, m.title, m.frequency_days, m.failed_status, (select p.ago from day as p where p.date = m.previous_date)
        from mart.missing_days as m inner join day as d on d.date = m.date
        where m.asin = 'B0TESTA001' order by m.date
    $$,
    $$values (5, 'Gloves', 1, null, 6), (3, 'Gloves', 1, 'blocked', 4), (2, 'Gloves', 1, null, 4)$$,
    'days without a valid observation are there, with the failed fetch; today is not due yet'
);
select results_eq(
    $$select d.ago from mart.missing_days as m inner join day as d on d.date = m.date where m.asin = 'B0TESTA002' order by m.date$$,
    array[2, 1], 'one observation serves as many days as the tracking frequency has'
);
select results_eq(
    $$select m.asin, count(*) from mart.missing_days as m where m.asin in ('B0TESTA003', 'B0TESTA004') group by m.asin$$, $$values ('B0TESTA004', 90::bigint)$$,
    'paused products are not due, and no more than 90 days are listed'
);
select * from finish();
rollback;

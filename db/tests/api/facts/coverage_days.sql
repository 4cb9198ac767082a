begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/load_run.psql
select plan(13);

-- All relative to today, as the view of missing days is.
create temp view day as select g as ago, ((now() at time zone 'Europe/London')::date - g) as date from generate_series(-1, 10) as g;
insert into app.tracked_products (tenant_id, asin, marketplace, created_at, tracking_frequency, is_active)
select pg_temp.a(), t.asin, 'UK', now() - t.age * interval '1 day', t.frequency, t.is_active
from (values
    ('B0TESTA001', 5, interval '1 day', true), ('B0TESTA002', 400, '3 days', true), ('B0TESTA003', 5, '1 day', false),
    ('B0TESTA004', 4, '12 hours', true), ('B0TESTA005', 0, '1 day', true)
) as t (asin, age, frequency, is_active);
select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 6), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 4), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 3), '{"status": "blocked", "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA001', (select d.date from day as d where d.ago = 1), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA002', (select d.date from day as d where d.ago = 8), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA002', (select d.date from day as d where d.ago = 7), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA002', (select d.date from day as d where d.ago = 5), '{"status": "blocked", "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA002', (select d.date from day as d where d.ago = 4), '{"status": "blocked", "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA003', (select d.date from day as d where d.ago = 1), '{"price": 8, "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA004', (select d.date from day as d where d.ago = 4), '{"status": "parse_error", "marketplace": "UK"}'),
    pg_temp.observed('B0TESTA009', (select d.date from day as d where d.ago = 2), '{"price": 8, "marketplace": "US"}')
);
-- Two failed fetches of one day, and a failed one beside a valid one.
insert into core.product_snapshots (asin, marketplace, scraped_at, date, status, source, job_id)
select s.asin, s.marketplace, s.scraped_at + interval '1 hour', s.date, 'blocked', s.source, s.job_id
from core.product_snapshots as s
where s.asin in ('B0TESTA001', 'B0TESTA004');
update core.products as p set is_active = false where p.asin = 'B0TESTA003';

create function pg_temp.days(p_tenant_id uuid, p_marketplace text default 'UK', p_from integer default null, p_to integer default null)
returns table (ago integer, expected integer, observed integer, failed integer, missing integer)
language sql
volatile
as $$
    select
        d.ago, (i.item ->> 'expected_count')::integer, (i.item ->> 'observed_count')::integer, (i.item ->> 'failed_count')::integer,
        (i.item ->> 'missing_count')::integer
    from day as d
    inner join jsonb_array_elements(api.coverage_days(
        p_tenant_id, p_marketplace, (select f.date from day as f where f.ago = p_from), (select l.date from day as l where l.ago = p_to)
    )::jsonb -> 'data') as i (item) on i.item ->> 'date' = d.date::text
    order by d.ago desc;
$$;
grant select on day to asinmart_api, mart_reader;
set local role asinmart_api;
select results_eq(
    'select * from pg_temp.days(pg_temp.a())',
    $$
        values
            (10, 1, 0, 0, 1), (9, 1, 0, 0, 1), (8, 1, 1, 0, 0), (7, 1, 1, 0, 0), (6, 1, 1, 0, 0), (5, 2, 1, 0, 1), (4, 3, 1, 2, 0),
            (3, 3, 0, 1, 2), (2, 3, 0, 0, 3), (1, 3, 1, 0, 2)
    $$,
    'a tracked product is due from its first day on; observations serve as many days as its frequency has; failed days are told apart'
);
select results_eq(
    $$select d.ago, d.failed + d.missing as open from pg_temp.days(pg_temp.a()) as d where d.failed + d.missing > 0 order by 1$$,
    $$
        select d.ago, count(*)::integer from mart.missing_days as m
        inner join day as d on d.date = m.date and d.ago <= 10
        where m.marketplace = 'UK' group by d.ago order by 1
    $$,
    'the days that are not observed are those of mart.missing_days'
);
select results_eq(
    $$select d.ago, d.failed from pg_temp.days(pg_temp.a()) as d where d.failed > 0 order by 1$$,
    $$
        select d.ago, count(m.failed_status)::integer from mart.missing_days as m
        inner join day as d on d.date = m.date and d.ago <= 10
        where m.marketplace = 'UK' group by d.ago having count(m.failed_status) > 0 order by 1
    $$,
    'and so are the failed ones'
);
select results_eq(
    'select d.ago, d.expected, d.observed from pg_temp.days(pg_temp.a(), p_from => 7, p_to => 5) as d',
    'values (7, 1, 1), (6, 1, 1), (5, 2, 1)', 'an observation before the period serves days of it'
);
select results_eq(
    'select d.ago from pg_temp.days(pg_temp.a(), p_from => 2, p_to => -1) as d', 'values (2), (1)', 'today is not complete, and tomorrow has not come'
);
select is(
    (select count(*) from jsonb_array_elements(api.coverage_days(pg_temp.a(), 'UK')::jsonb -> 'data')), 90::bigint, 'without a period there are 90 days'
);
select is(
    api.coverage_days(pg_temp.a(), 'UK', p_to => '2030-01-01')::jsonb, api.coverage_days(pg_temp.a(), 'UK')::jsonb, 'an end in the future is the last complete day'
);
select is(
    (select count(*) from jsonb_array_elements(api.coverage_days(pg_temp.a(), 'UK', p_to => (select d.date from day as d where d.ago = 9))::jsonb -> 'data') as i
        where (i ->> 'date')::date <= (select d.date from day as d where d.ago = 9)), 90::bigint, 'an end alone has the 90 days before it'
);
select is(api.coverage_days(pg_temp.a(), 'US')::jsonb -> 'data', '[]', 'a marketplace in which nothing is tracked has no rows');
select is(
    (select array[api.coverage_days(pg_temp.a())::jsonb #>> '{meta,products}', api.coverage_days(pg_temp.b())::jsonb #>> '{meta,products}']),
    array['tracked', 'known'], 'meta says what is counted'
);
select results_eq(
    'select * from pg_temp.days(pg_temp.b()) as d where d.ago < 9',
    $$
        values (8, 1, 1, 0, 0), (7, 1, 1, 0, 0), (6, 2, 1, 0, 1), (5, 2, 0, 1, 1), (4, 3, 1, 2, 0), (3, 3, 0, 1, 2), (2, 3, 0, 0, 3), (1, 3, 1, 0, 2)
    $$,
    'a tenant that tracks nothing gets all products in use, each day since it was first seen'
);
select throws_ok(
    $$select api.coverage_days(pg_temp.a(), null, '2025-01-01', '2026-01-02')$$, 'AM422', 'the period from 2025-01-01 to 2026-01-02 has not 1 to 366 days',
    'a long period is refused'
);
select throws_ok(
    $$select api.coverage_days(pg_temp.a(), null, '2025-01-02', '2025-01-01')$$, 'AM422', null, 'and so is one that ends before it begins'
);

select * from finish();
rollback;

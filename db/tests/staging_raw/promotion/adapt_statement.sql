begin;
set local search_path to extensions, public;
set local time zone 'Asia/Tokyo';
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(19);

-- Lands items and adapts them with the statement for the plain form.
create function pg_temp.adapt(
    p_job_id text, p_items jsonb[], p_marketplace text default null, p_observed_at timestamptz default null
)
returns void
language plpgsql
volatile
as $$
begin
    perform pg_temp.land_run(p_job_id, p_items, p_marketplace, p_observed_at);
    perform ops.promotion_scratch();
    execute staging_raw.adapt_statement('staging_raw.from_observation'::regproc)
    using p_job_id, 0, cardinality(p_items), p_marketplace, p_observed_at, now(), now() - interval '1 day', now() + interval '1 day',
        null::date, '', null::integer[];
end;
$$;

select pg_temp.adapt('a1', array[
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-10T06:59:00Z"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-10T07:00:00Z"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-09T07:59:59Z"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-09T08:00:00Z"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-11-03T07:59:00Z"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-11-02T06:59:00Z"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-10T14:59:00Z", "url": "https://www.amazon.co.jp/dp/B0TESTA001"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-10T15:00:00Z", "url": "https://www.amazon.co.jp/dp/B0TESTA001"}',
    '{"asin": "B0TESTA001", "price": 1, "scraped_at": "2025-03-30T22:30:00Z", "url": "https://www.amazon.de/dp/B0TESTA001"}'
]::jsonb[]);
select results_eq(
    'select o.item_no, o.marketplace, o.date from pg_temp.observations as o order by o.item_no',
    $$values
        (1, 'US', '2025-03-09'::date), (2, 'US', '2025-03-10'), (3, 'US', '2025-03-08'), (4, 'US', '2025-03-09'),
        (5, 'US', '2025-11-02'), (6, 'US', '2025-11-01'), (7, 'JP', '2025-03-10'), (8, 'JP', '2025-03-11'),
        (9, 'DE', '2025-03-31')
    $$,
    'the day is in the marketplace''s time zone, in summer and winter, whatever the session''s zone'
);

select pg_temp.adapt('a2', array[
    '{"asin": "B0TESTA001", "price": 1, "observed_date": "2025-03-09"}',
    '{"asin": "B0TESTA001", "price": 1, "observed_date": "2025-03-10"}',
    '{"asin": "B0TESTA001", "price": 1, "observed_date": "2024-02-29", "url": "https://www.amazon.de/dp/B0TESTA001"}'
]::jsonb[]);
select results_eq(
    'select o.item_no, o.date, o.scraped_at from pg_temp.observations as o order by o.item_no',
    $$values
        (1, '2025-03-09'::date, '2025-03-09 08:00+00'::timestamptz), (2, '2025-03-10', '2025-03-10 07:00+00'),
        (3, '2024-02-29', '2024-02-28 23:00+00')
    $$,
    'an item with only a day was observed at local midnight, also on the day when the clocks change'
);

select pg_temp.adapt('a3', array['{"asin": "B0TESTA001", "price": 1, "bsr": 5}', '{"asin": "B0TESTA001", "bsr": 5, "scraped_at": "2025-03-09T20:00:00Z"}']::jsonb[], 'UK', '2025-03-10 00:30+00');
select results_eq(
    'select o.item_no, o.marketplace, o.scraped_at, o.date from pg_temp.observations as o order by o.item_no',
    $$values (1, 'UK', '2025-03-10 00:30+00'::timestamptz, '2025-03-10'::date), (2, 'UK', '2025-03-09 20:00+00', '2025-03-09')$$,
    'an item without a time has that of the run, and the run''s marketplace'
);
select pg_temp.adapt('a4', array['{"asin": "B0TESTA001", "price": 1, "bsr": 5}']::jsonb[]);
select results_eq(
    'select o.scraped_at, o.marketplace from pg_temp.observations as o', $$values (now(), 'US')$$,
    'without a time of the run it was observed at arrival; without a marketplace it is in the US'
);
select pg_temp.adapt('a5', array[
    '{"asin": "B0TESTA001", "price": 1, "bsr": 5, "url": "https://www.amazon.de/dp/B0TESTA001"}',
    '{"asin": "B0TESTA001", "price": 1, "bsr": 5, "url": "https://www.amazon.co.uk/dp/B0TESTA001"}',
    '{"asin": "B0TESTA001", "price": 1, "bsr": 5, "url": "https://example.org/dp/B0TESTA001"}'
]::jsonb[], 'UK');
select results_eq(
    'select o.item_no, o.marketplace, o.reject_code from pg_temp.observations as o order by o.item_no',
    $$values (1, 'DE', 'marketplace_mismatch'), (2, 'UK', null), (3, 'UK', null)$$,
    'a url of another marketplace than the run''s is rejected; one of another host does not count'
);
select pg_temp.adapt('a6', array[
    '{"asin": "B0TESTA001", "price": 10.005, "list_price": 12.344, "buybox_price": 0.001, "rating": 4.567, "bsr": 5}',
    '{"asin": "B0TESTA001", "price": 0, "bsr": 5}',
    '{"asin": "B0TESTA001", "price": -1, "bsr": 5}'
]::jsonb[]);
select results_eq(
    'select o.item_no, o.price, o.list_price, o.buybox_price, o.rating, o.reject_code from pg_temp.observations as o order by o.item_no',
    $$values
        (1, 10.01, 12.34, null::numeric, 4.57, null), (2, null, null, null, null, null),
        (3, null, null, null, null, null)
    $$,
    'money is rounded to cents, stars to hundredths; a price of 0 or less is unknown'
);
select is(
    (select o.status from pg_temp.observations as o where o.item_no = 3), 'no_offer', 'an observation without a price has no offer'
);

select ops.promotion_scratch();
do $$
begin
    execute staging_raw.adapt_statement('staging_raw.from_observation'::regproc)
    using 'a1', 2, 5, null::text, null::timestamptz, now(), now() - interval '1 day', now() + interval '1 day',
        null::date, '', null::integer[];
end;
$$;
select results_eq(
    'select o.item_no from pg_temp.observations as o order by o.item_no', $$values (3), (4), (5)$$,
    'a slice has the items after one position up to another'
);
select ops.promotion_scratch();
do $$
begin
    execute staging_raw.adapt_statement('staging_raw.from_observation'::regproc)
    using 'a1', 0, 9, null::text, null::timestamptz, now(), now() - interval '1 day', now() + interval '1 day',
        null::date, '', array[2, 5];
end;
$$;
select results_eq(
    'select o.item_no from pg_temp.observations as o order by o.item_no', $$values (2), (5)$$,
    'of several shapes only the given items are adapted'
);

-- Every marketplace, an hour around midnight on the days when clocks change in Europe, America and Australia.
select is_empty(
    format(
        $$
            select m.marketplace, g.at
            from core.marketplaces as m
            cross join generate_series(timestamptz '%s 00:00+00', timestamptz '%s 00:00+00' + interval '3 days', '30 minutes') as g (at)
            where abs(extract(epoch from (g.at at time zone m.time_zone)::date::timestamp at time zone m.time_zone - g.at)) > 25 * 3600
                or ((g.at at time zone m.time_zone)::date::timestamp at time zone m.time_zone at time zone m.time_zone)::date
                    <> (g.at at time zone m.time_zone)::date
        $$,
        d.day, d.day
    ),
    'a local midnight belongs to its day in every marketplace from ' || d.day
)
from (values ('2025-03-08'), ('2025-03-29'), ('2025-04-05'), ('2025-10-04'), ('2025-10-25'), ('2025-11-01'), ('2024-02-28'), ('2018-10-20')) as d (day);
select is_empty(
    $$select m.marketplace from core.marketplaces as m where not exists (select from pg_timezone_names as z where z.name = m.time_zone)$$,
    'every marketplace has an existing time zone'
);
select throws_ok(
    $$select staging_raw.adapt_statement('staging_raw.no_such_adapter'::regproc)$$, '42883', null, 'an adapter must exist'
);

select * from finish();
rollback;

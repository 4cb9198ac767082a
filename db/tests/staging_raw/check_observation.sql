begin;
set local search_path to extensions, public;
select plan(25);

create function pg_temp.checked(
    p_values jsonb,
    p_at timestamptz default '2025-03-10 12:00+00',
    p_url_marketplace text default null,
    p_run_marketplace text default null,
    p_host text default null,
    p_unread_time text default null
)
returns table (code text, detail text)
language sql
stable
as $$
    select c.code, c.detail
    from jsonb_populate_record(null::staging_raw.observation, '{"asin": "B0TESTA001"}' || p_values) as o
    cross join lateral staging_raw.check_observation(
        o, p_url_marketplace, p_run_marketplace, p_host, p_unread_time, p_at, '2025-03-10 12:00+00'
    ) as c;
$$;

select is((select c.code from pg_temp.checked(t.given::jsonb) as c), t.code, t.description)
from (values
    ('{}', null, 'an observation without values can be true'),
    ('{"asin": null}', 'asin_missing', 'without an ASIN it is of no product'),
    ('{"asin": ""}', 'asin_invalid', 'an empty text is no ASIN'),
    ('{"asin": "b0testa001"}', 'asin_invalid', 'nor are small letters'),
    ('{"asin": "B0TESTA0011"}', 'asin_invalid', 'nor eleven characters'),
    ('{"asin": "B0TEST-001"}', 'asin_invalid', 'nor other characters'),
    ('{"asin": "B0TESTA001\n"}', 'asin_invalid', 'nor one with a line end'),
    ('{"asin": "0306406152"}', null, 'an ISBN-10 is an ASIN'),
    ('{"price": -1, "rating": 9, "bsr": 0, "reviews_count": -1}', null, 'a value that cannot be takes its field, not the row'),
    ('{"status": "blocked", "price": null}', null, 'a failed observation can be true')
) as t (given, code, description);

select is((select c.code from pg_temp.checked('{}', '2025-03-11 12:00+00') as c), null, 'a day ahead is a clock that is off');
select is(
    (select c.code from pg_temp.checked('{}', '2025-03-11 12:00:01+00') as c), 'observed_in_future', 'more is the future'
);
select is((select c.code from pg_temp.checked('{}', '2000-01-01 00:00+00') as c), null, 'the year 2000 can be');
select is((select c.code from pg_temp.checked('{}', '1999-12-31 23:59+00') as c), 'observed_too_early', 'before it cannot');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', 'US', 'US') as c), null, 'url and run may agree on a marketplace');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', null) as c), null, 'the run need not name one');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', null, 'DE') as c), null, 'nor the url');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', 'US') as c), 'marketplace_mismatch', 'they must not differ');

select is((select c.code from pg_temp.checked('{}', p_host => 'amazon.cn') as c), 'shop_unknown', 'a host of Amazon that is no shop of ours is not taken for one');
select is((select c.code from pg_temp.checked('{}', p_host => 'amzn.eu') as c), 'shop_unknown', 'nor is a short link');
select is((select c.code from pg_temp.checked('{}', p_host => 'images-amazon.example') as c), null, 'other hosts say nothing');
select is((select c.code from pg_temp.checked('{}', p_url_marketplace => 'US', p_host => 'smile.amazon.com') as c), null, 'a host that is known is known');
select is((select c.code from pg_temp.checked('{}', p_unread_time => 'soon') as c), 'time_unreadable', 'a time that cannot be read is not now');
select matches((select c.detail from pg_temp.checked('{}', p_unread_time => '05/11/2026') as c), '--date-order', 'where the order of day and month is not known the option is named');
select ok(
    length((select c.detail from pg_temp.checked(jsonb_build_object('asin', repeat('x', 9999))) as c)) < 200,
    'a value of any length makes a short sentence'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(23);

create function pg_temp.checked(
    p_values jsonb,
    p_at timestamptz default '2025-03-10 12:00+00',
    p_url_marketplace text default null,
    p_run_marketplace text default null,
    p_host text default null,
    p_unread_time text default null,
    p_unknown_shop text default null
)
returns text
language sql
stable
as $$
    select staging_raw.reject_code(
        o.asin, p_url_marketplace, p_run_marketplace, p_host, p_unread_time, null, p_unknown_shop, p_at, '2025-03-10 12:00+00'
    )
    from jsonb_populate_record(null::staging_raw.observation, '{"asin": "B0TESTA001"}' || p_values) as o;
$$;

select is(pg_temp.checked(t.given::jsonb), t.code, t.description)
from (values
    ('{}', null, 'an observation without values can be true'),
    ('{"asin": null}', 'asin_missing', 'without an ASIN it is of no product'),
    ('{"asin": ""}', 'asin_invalid', 'an empty text is no ASIN'),
    ('{"asin": "b0testa001"}', 'asin_invalid', 'nor are small letters'),
    ('{"asin": "B0TESTA0011"}', 'asin_invalid', 'nor eleven characters'),
    ('{"asin": "B0TEST-001"}', 'asin_invalid', 'nor other characters'),
    ('{"asin": "B0TESTA001\n"}', 'asin_invalid', 'nor one with a line end'),
    ('{"asin": "0306406152"}', null, 'an ISBN-10 is an ASIN')
) as t (given, code, description);

select is(pg_temp.checked('{}', '2025-03-11 12:00+00'), null, 'a day ahead is a clock that is off');
select is(
    pg_temp.checked('{}', '2025-03-11 12:00:01+00'), 'observed_in_future', 'more is the future'
);
select is(pg_temp.checked('{}', '2000-01-01 00:00+00'), null, 'the year 2000 can be');
select is(pg_temp.checked('{}', '1999-12-31 23:59+00'), 'observed_too_early', 'before it cannot');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', 'US', 'US'), null, 'url and run may agree on a marketplace');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', null), null, 'the run need not name one');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', null, 'DE'), null, 'nor the url');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', 'US'), 'marketplace_mismatch', 'they must not differ');

select is(pg_temp.checked('{}', p_host => 'amazon.cn'), 'shop_unknown', 'a host of Amazon that is no shop of ours is not taken for one');
select is(pg_temp.checked('{}', p_host => 'amzn.eu'), 'shop_unknown', 'nor is a short link');
select is(pg_temp.checked('{}', p_host => 'images-amazon.example'), null, 'other hosts say nothing');
select is(pg_temp.checked('{}', p_url_marketplace => 'US', p_host => 'smile.amazon.com'), null, 'a host that is known is known');
select is(pg_temp.checked('{}', p_unread_time => 'soon'), 'time_unreadable', 'a time that cannot be read is not now');
select is(pg_temp.checked('{}', p_unknown_shop => 'zz'), 'shop_unknown', 'nor is a shop that a field names and no table knows');
select is(
    staging_raw.reject_code('B0TESTA001', null, null, null, null, 'EUR', null, now(), now()), 'shop_unknown',
    'a price in a currency that US has not needs a shop'
);

select * from finish();
rollback;

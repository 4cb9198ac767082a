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
    ('{}', null, 'an observation without values is valid'),
    ('{"asin": null}', 'asin_missing', 'an ASIN is required'),
    ('{"asin": ""}', 'asin_invalid', 'an empty text is no ASIN'),
    ('{"asin": "b0testa001"}', 'asin_invalid', 'lower case is no ASIN'),
    ('{"asin": "B0TESTA0011"}', 'asin_invalid', 'eleven characters are no ASIN'),
    ('{"asin": "B0TEST-001"}', 'asin_invalid', 'other characters are no ASIN'),
    ('{"asin": "B0TESTA001\n"}', 'asin_invalid', 'an ASIN with a line end is invalid'),
    ('{"asin": "0306406152"}', null, 'an ISBN-10 is an ASIN')
) as t (given, code, description);

select is(pg_temp.checked('{}', '2025-03-11 12:00+00'), null, 'a time up to a day ahead is accepted');
select is(
    pg_temp.checked('{}', '2025-03-11 12:00:01+00'), 'observed_in_future', 'a later time is rejected'
);
select is(pg_temp.checked('{}', '2000-01-01 00:00+00'), null, 'the year 2000 is accepted');
select is(pg_temp.checked('{}', '1999-12-31 23:59+00'), 'observed_too_early', 'an earlier time is rejected');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', 'US', 'US'), null, 'url and run can have the same marketplace');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', null), null, 'the run may have no marketplace');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', null, 'DE'), null, 'the url may have no marketplace');
select is(pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', 'US'), 'marketplace_mismatch', 'different marketplaces are rejected');

select is(pg_temp.checked('{}', p_host => 'amazon.cn'), 'shop_unknown', 'an unknown host of Amazon is rejected');
select is(pg_temp.checked('{}', p_host => 'amzn.eu'), 'shop_unknown', 'a short link is rejected');
select is(pg_temp.checked('{}', p_host => 'images-amazon.example'), null, 'other hosts are ignored');
select is(pg_temp.checked('{}', p_url_marketplace => 'US', p_host => 'smile.amazon.com'), null, 'a known host is accepted');
select is(pg_temp.checked('{}', p_unread_time => 'soon'), 'time_unreadable', 'an unreadable time is rejected');
select is(pg_temp.checked('{}', p_unknown_shop => 'zz'), 'shop_unknown', 'an unknown shop in a field is rejected');
select is(
    staging_raw.reject_code('B0TESTA001', null, null, null, null, 'EUR', null, now(), now()), 'shop_unknown',
    'a price in a foreign currency without a shop is rejected'
);

select * from finish();
rollback;

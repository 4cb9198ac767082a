begin;
set local search_path to extensions, public;
select plan(11);

create function pg_temp.said(p_code text, p_asin text default 'B0TESTA001', p_host text default null, p_time text default null, p_currency text default null, p_shop text default null)
returns text
language sql
stable
as $$
    select staging_raw.reject_detail(p_code, p_asin, null, 'DE', p_host, p_time, p_currency, p_shop, '2025-03-10 12:00+00');
$$;

select matches(pg_temp.said(t.code), t.pattern, t.code || ' has a sentence')
from (values
    ('asin_missing', '^no ASIN in the item or its url$'), ('asin_invalid', '^''B0TESTA001'' is not an ASIN'),
    ('observed_in_future', '^observed at 2025-03-10 .*, which is in the future$'), ('observed_too_early', '^observed at 2025-03-10 ')
) as t (code, pattern);
select is(
    staging_raw.reject_detail('marketplace_mismatch', 'B0TESTA001', 'US', 'DE', null, null, null, null, now()),
    'the url says US, the run was loaded for DE', 'the sentence has both marketplaces'
);
select matches(pg_temp.said('shop_unknown', p_host => 'amazon.cn', p_currency => 'EUR'), '^amazon[.]cn is not a shop .*marketplace_names$', 'it has the unknown host and where to add it');
select matches(pg_temp.said('shop_unknown', p_currency => 'EUR'), '^the price is in EUR .*--marketplace$', 'it has the currency and the option');
select matches(pg_temp.said('shop_unknown', p_shop => 'zz'), '^''zz'' is not a shop .*marketplace_names$', 'it has the unknown shop of a field');
select matches(pg_temp.said('time_unreadable', p_time => '05/11/2026'), '--date-order', 'when the order of day and month is unknown, it has the option');
select doesnt_match(pg_temp.said('time_unreadable', p_time => 'soon'), '--date-order', 'for other times it does not');
select ok(length(pg_temp.said('asin_invalid', repeat('x', 9999))) < 200, 'a long value is shortened');

select * from finish();
rollback;

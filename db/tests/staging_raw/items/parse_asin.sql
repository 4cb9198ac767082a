begin;
set local search_path to extensions, public;
select plan(8);

select is(staging_raw.parse_asin('"B0DEMOZ120"', null), 'B0DEMOZ120', 'the item has its ASIN');
select is(staging_raw.parse_asin('" b0demoz120 "', null), 'B0DEMOZ120', 'spaces and lower case are corrected');
select is(staging_raw.parse_asin('300270968', null), '0300270968', 'a number gets its leading zeros');
select is(staging_raw.parse_asin('123456789012', null), '123456789012', 'a longer number is not shortened');
select is(
    staging_raw.parse_asin(null, 'https://www.amazon.com/dp/B0DEMOZ120'), 'B0DEMOZ120',
    'without an ASIN the one of the url is used'
);
select is(
    staging_raw.parse_asin('null', 'https://www.amazon.com/dp/B0DEMOZ120'), 'B0DEMOZ120',
    'also where the key is null'
);
select is(
    staging_raw.parse_asin('"NOT AN ASIN"', 'https://www.amazon.com/dp/B0DEMOZ120'), 'NOT AN ASIN',
    'a malformed ASIN is left for the check stage, whatever the url contains'
);
select is(staging_raw.parse_asin('["B0DEMOZ120"]', null), null, 'an array is no ASIN');

select * from finish();
rollback;

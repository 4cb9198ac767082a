begin;
set local search_path to extensions, public;
select plan(3);

select is(
    staging_raw.keepa_url('5', 'B0DEMOZ071'), 'https://www.amazon.co.jp/dp/B0DEMOZ071', 'domain 5 is the Japanese shop'
);
select is(
    staging_raw.keepa_url('7', 'B0DEMOZ071'), 'https://www.amazon.domain-7/dp/B0DEMOZ071', 'an unknown domain gives an unknown host'
);
select is(staging_raw.keepa_url(null, 'B0DEMOZ071'), null, 'a missing domain gives no url');

select * from finish();
rollback;

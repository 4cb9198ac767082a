begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

set local role asinmart_api;
select is(
    (select (m.data::jsonb -> 0) - 'today' from api.marketplaces('["UJ"]', 1) as m),
    '{"marketplace": "UK", "country": "United Kingdom", "domain": "amazon.co.uk", "currency_code": "GBP", "time_zone": "Europe/London",
        "amazon_marketplace_id": "A1F83G8C2ARO7P"}'::jsonb,
    'a marketplace has its host, currency and time zone'
);
select is(
    (select pg_temp.items(m.data, 'marketplace') from api.marketplaces(p_limit => 1000) as m),
    (select string_agg(m.marketplace, ' ' order by m.marketplace) from mart.marketplaces as m),
    'all are listed by code'
);
select is((select m.next_key from api.marketplaces(p_limit => 1000) as m), null, 'the last page has no next key');
select is(
    (select pg_temp.items(b.data, 'marketplace') from api.marketplaces(p_limit => 2) as a cross join lateral api.marketplaces(a.next_key::jsonb, 2) as b),
    (select string_agg(m.marketplace, ' ' order by m.marketplace) from (select n.marketplace from mart.marketplaces as n order by 1 offset 2 limit 2) as m),
    'pages follow each other'
);
select is(
    (select m.meta::jsonb from api.marketplaces() as m),
    (select jsonb_build_object('data_version', v, 'computed_at_version', v) from api.data_version() as v),
    'the metadata has the data version'
);

select * from finish();
rollback;

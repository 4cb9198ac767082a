begin;
set local search_path to extensions, public;
\ir ../../support/core_reviews.psql
\ir ../../support/two_tenants.psql
select plan(15);

select
    pg_temp.reviewed('B0TESTA001', 'RTEST00001', 1, '2025-03-01'), pg_temp.reviewed('B0TESTA001', 'RTEST00002', 5, '2025-03-02', p_is_verified => false),
    pg_temp.reviewed('B0TESTA001', 'RTEST00003', 3, '2025-03-02', p_is_verified => null), pg_temp.reviewed('B0TESTA001', 'RTEST00004', 4, null),
    pg_temp.reviewed('B0TESTA001', 'RTEST00005', 2, null), pg_temp.reviewed('B0TESTA001', 'RTEST00006', 5, '2025-03-09', p_marketplace => 'DE'),
    pg_temp.reviewed('B0TESTA002', 'RTEST00007', 5, '2025-03-09');
select pg_temp.seen('B0TESTA003', 'Kettle', 10, 5, 3);
create function pg_temp.listed(p_values jsonb default '{}', p_after jsonb default null, p_limit integer default 50) returns text language sql as $$
    select coalesce(pg_temp.items(p.data, 'review_id'), '') || coalesce(' next ' || p.next_key, '')
    from api.product_reviews(
        'B0TESTA001', coalesce(p_values ->> 'marketplace', 'US'), (p_values ->> 'min')::integer, (p_values ->> 'max')::integer,
        (p_values ->> 'verified')::boolean, (p_values ->> 'from')::date, (p_values ->> 'to')::date, p_after, p_limit
    ) as p;
$$;
set local role asinmart_api;
select is(pg_temp.listed(), 'RTEST00003 RTEST00002 RTEST00001 RTEST00005 RTEST00004', 'the newest come first, those of unknown day last');
select is(pg_temp.listed(p_limit => 2), 'RTEST00003 RTEST00002 next ["2025-03-02", "RTEST00002"]', 'a page has the key of the next');
select is(pg_temp.listed('{}', '["2025-03-02", "RTEST00003"]', 2), 'RTEST00002 RTEST00001 next ["2025-03-01", "RTEST00001"]', 'which begins after it');
select is(pg_temp.listed('{}', '["2025-03-01", "RTEST00001"]', 1), 'RTEST00005 next ["-infinity", "RTEST00005"]', 'unknown days have a key too');
select is(pg_temp.listed('{}', '["-infinity", "RTEST00005"]'), 'RTEST00004', 'and go on after it');
select is(pg_temp.listed(p_limit => 5), 'RTEST00003 RTEST00002 RTEST00001 RTEST00005 RTEST00004', 'a last page that is full has no next key');
select is(pg_temp.listed('{"min": 2, "max": 4}'), 'RTEST00003 RTEST00005 RTEST00004', 'stars are filtered, ends included');
select is(pg_temp.listed('{"verified": true}') || ' / ' || pg_temp.listed('{"verified": false}'), 'RTEST00001 RTEST00005 RTEST00004 / RTEST00002', 'verified or not; unknown is neither');
select is(pg_temp.listed('{"from": "2025-03-02"}') || ' / ' || pg_temp.listed('{"to": "2025-03-01"}'), 'RTEST00003 RTEST00002 / RTEST00001', 'days, ends included; unknown is none');
select is(pg_temp.listed('{"marketplace": "DE"}'), 'RTEST00006', 'another marketplace has other reviews');
select is(pg_temp.listed('{"min": 5, "max": 4}'), '', 'no review is an empty page');
select results_eq(
    $$select p.data, p.next_key from api.product_reviews('B0TESTA003') as p$$, $$values ('[]', null::text)$$, 'a product without reviews too'
);
select is(
    (select p.meta::jsonb - 'data_version' - 'computed_at_version' from api.product_reviews('B0TESTA001') as p),
    '{"asin": "B0TESTA001", "marketplace": "US", "as_of": "2025-03-10"}'::jsonb, 'the metadata say when its reviews were last seen'
);
select is(
    (select p.data::jsonb -> 0 from api.product_reviews('B0TESTA001', p_limit => 1) as p),
    '{
        "review_id": "RTEST00003", "asin": "B0TESTA001", "marketplace": "US", "variant_asin": null, "rating": 3, "title": null, "text": null,
        "is_verified": null, "reviewed_on": "2025-03-02", "country_code": null, "variant": null, "helpful_count": null, "image_count": null,
        "review_url": "https://www.amazon.com/gp/customer-reviews/RTEST00003", "first_seen_on": "2025-03-10", "last_seen_on": "2025-03-10"
    }'::jsonb,
    'an item has all of a review'
);
select throws_ok($$select api.product_reviews('B0TESTA009')$$, 'AM404', null, 'an unknown product is not found');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(5);

set local role asinmart_api;
select is(
    (select m.data::jsonb from api.brand_segment_metadata(pg_temp.a(), pg_temp.brand(pg_temp.a()), p_limit => 1) as m),
    '[{
        "asin": "B0TESTA001", "has_weekly_segments": true, "has_monthly_segments": true, "weekly_count": 2, "monthly_count": 1,
        "earliest_segment_date": "2025-01-01", "latest_segment_date": "2025-01-31", "total_segment_impressions": 152
    }]',
    'a product has its numbers of segments, their days and impressions'
);
select is(
    pg_temp.all_pages('api.brand_segment_metadata(pg_temp.a(), pg_temp.brand(pg_temp.a()), $page)', 'asin', 1), 'B0TESTA001 | B0TESTA002',
    'products are sorted by impressions, and the pages continue each other'
);
select is(
    (select pg_temp.items(m.data, 'weekly_count') from api.brand_segment_metadata(pg_temp.a(), pg_temp.brand(pg_temp.a()), '2025-01-12', '2025-01-18') as m), '1',
    'only segments in the range of days count'
);
select is(
    (select pg_temp.items(m.data, 'total_segment_impressions') from api.brand_segment_metadata(pg_temp.b(), pg_temp.brand(pg_temp.b())) as m), '1998',
    'another tenant sees its own'
);
select throws_ok('select * from api.brand_segment_metadata(pg_temp.b(), pg_temp.brand(pg_temp.a()))', 'AM404', null, 'another tenant''s brand is not there');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(5);

select is(
    staging_raw.item_instant('{"scrapedAt": "2026-05-04T06:00:00Z"}'), '2026-05-04 06:00:00+00'::timestamptz,
    'scrapedAt is a time of observation'
);
select is(
    staging_raw.item_instant('{"checked_at": "2026-05-04T06:00:00Z"}'), '2026-05-04 06:00:00+00'::timestamptz,
    'checked_at is a time of observation'
);
select is(
    staging_raw.item_instant('{"scrapedAt": null, "timestamp": 1746053307}'), '2025-04-30 22:48:27+00'::timestamptz,
    'for an empty key the next one is used'
);
select is(staging_raw.item_instant('{"scrapedAt": "soon"}'), null, 'an unreadable one is null');
select is(staging_raw.item_instant('{"asin": "B0DEMOZ120"}'), null, 'without any key it is null');

select * from finish();
rollback;

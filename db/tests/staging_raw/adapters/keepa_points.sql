begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(5);

select results_eq(
    $$
        select k.is_last, k.seen_at, k.slots, k.seller, k.buybox_price from staging_raw.keepa_points(
            '{"csv": [[1440, 500]], "lastUpdate": 2880, "stats": {"current": [480, -1], "buyBoxPrice": 470, "buyBoxSellerId": "-1"}}', null
        ) as k
        order by k.seen_at
    $$,
    $$values
        (false, '2011-01-02 00:00:00+00'::timestamptz, '{"0": 500}'::jsonb, null::text, null::numeric),
        (true, '2011-01-03 00:00:00+00', '{"0": 480, "1": -1}', null, 470)
    $$,
    'stats are the last state'
);
select results_eq(
    $$select k.is_last, k.seen_at from staging_raw.keepa_points('{"csv": [[1440, 500]], "lastUpdate": 2880}', null) as k order by k.seen_at$$,
    $$values (false, '2011-01-02 00:00:00+00'::timestamptz), (true, '2011-01-03 00:00:00+00')$$,
    'without stats the last values are the state at the last update'
);
select results_eq(
    $$select k.is_last, k.seen_at from staging_raw.keepa_points('{"csv": [[1440, 500]]}', null) as k$$,
    $$values (true, '2011-01-02 00:00:00+00'::timestamptz)$$, 'no other value is invented'
);
select results_eq(
    $$select k.seen_at, k.slots from staging_raw.keepa_points('{}', '2026-01-01 00:00:00+00') as k$$,
    $$values ('2026-01-01 00:00:00+00'::timestamptz, null::jsonb)$$, 'a product without stats and series has a row without slots'
);
select results_eq(
    $$select k.seen_at, k.slots from staging_raw.keepa_points('{"stats": {"current": []}}', '2026-01-01 00:00:00+00') as k$$,
    $$values ('2026-01-01 00:00:00+00'::timestamptz, null::jsonb)$$, 'so has one with empty stats'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(6);

select results_eq(
    $$
        select h.minute, h.slots, h.seller from staging_raw.keepa_history(
            '{"csv": [[10, 500, 30, -1], [20, 450]], "buyBoxSellerIdHistory": [10, "A1SELLER01", 30, "-2"]}'
        ) as h
        order by h.minute
    $$,
    $$values
        (10::numeric, '{"0": 500, "1": null}'::jsonb, 'A1SELLER01'), (20, '{"0": 500, "1": 450}', 'A1SELLER01'),
        (30, '{"0": -1, "1": 450}', null)
    $$,
    'each change is a row with the last value of every series'
);
select results_eq(
    $$select h.slots from staging_raw.keepa_history('{"csv": [null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null, [10, 500, 0, 20, 480, 99]]}') as h order by h.minute$$,
    $$values ('{"18": 500}'::jsonb), ('{"18": 480}')$$, 'each buy box price is followed by a shipping price'
);
select results_eq(
    $$select h.slots from staging_raw.keepa_history('{"csv": [null, null, null, null, null, [10, 500], [10, 400], [10, 300]]}') as h$$,
    'select null::jsonb where false', 'collectible, refurbished and shipped prices are not read'
);
select results_eq(
    $$select h.minute, h.slots from staging_raw.keepa_history('{"csv": [[10, 500, 10, 490, "x", 1, 20], [0, 5, -1, 5, 30.5, 1, 40, "abc"]]}') as h order by h.minute$$,
    $$values (10::numeric, '{"0": 490, "1": null}'::jsonb), (40, '{"0": 490, "1": null}')$$,
    'of two values of a minute the later one counts, and an invalid minute is ignored'
);
select is_empty($$select h.minute from staging_raw.keepa_history('{"csv": {}}') as h$$, 'no series, no rows');
select is_empty($$select h.minute from staging_raw.keepa_history(null) as h$$, 'no product, no rows');

select * from finish();
rollback;

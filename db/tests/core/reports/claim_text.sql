begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select results_eq(
    $$
        select c.unit, c.value, core.claim_text(c.value::jsonb, c.unit, c.currency)
        from (
            values
                (1, 'currency', '1234.5', 'USD'), (2, 'currency', '-0.05', 'EUR'), (3, 'percent', '-2.900', null), (4, 'stars', '4.50', null),
                (5, 'stars', '-1', null), (6, 'rank', '1940', null), (7, 'count', '-1940', null), (8, 'days', '1', null),
                (9, 'score', '50.0', null), (10, 'points', '60.4700', null), (11, 'yes_no', 'true', null), (12, 'yes_no', 'false', null),
                (13, 'text', '"1-2"', null), (14, 'date', '"2025-03-30"', null),
                (15, 'currency', '1234', 'JPY')
        ) as c (place, unit, value, currency)
        order by c.place
    $$,
    $$
        values
            ('currency', '1234.5', '1,234.50 USD'), ('currency', '-0.05', '-0.05 EUR'), ('percent', '-2.900', '-2.9 %'), ('stars', '4.50', '4.5 stars'),
            ('stars', '-1', '-1 star'), ('rank', '1940', '#1,940'), ('count', '-1940', '-1,940'), ('days', '1', '1'),
            ('score', '50.0', '50'), ('points', '60.4700', '60.47'), ('yes_no', 'true', 'yes'), ('yes_no', 'false', 'no'),
            ('text', '"1-2"', '1-2'), ('date', '"2025-03-30"', '2025-03-30'), ('currency', '1234', '1,234 JPY')
    $$,
    'each unit has its form'
);
select is(core.claim_text('null', 'currency', 'USD') || ' ' || core.claim_text(null, 'text', null), 'unknown unknown', 'a value that is not there is unknown');
select is(
    core.claim_text(to_jsonb('A mug of stoneware, dishwasher safe, with a lid, a spoon and a handle'::text), 'text', null),
    'A mug of stoneware, dishwasher safe, with a lid, a spoon...', 'a long text is cut at a word'
);

select * from finish();
rollback;

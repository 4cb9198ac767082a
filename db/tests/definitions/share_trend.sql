begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select results_eq(
    $$
        select definitions.share_trend(c.own, c.total, c.previous_own, c.previous_total)
        from (
            values
                (1, 100, 1000, 50, 1000), (2, 50, 1000, 100, 1000), (3, 64, 100, 50, 100), (4, 63, 100, 50, 100), (5, 50, 100, 64, 100),
                (6, 10, 10, 0, 10), (7, 1, 1, 0, 1)
        ) as c (place, own, total, previous_own, previous_total)
        order by c.place
    $$,
    array['up', 'down', 'up', 'too few to tell', 'down', 'up', 'too few to tell'],
    'a share moved where two proportions differ by 1.96 standard errors'
);
select results_eq(
    $$
        select definitions.share_trend(c.own, c.total, c.previous_own, c.previous_total)
        from (values (1, 0, 100, 0, 200), (2, 100, 100, 50, 50), (3, 5, 100, 10, 200)) as c (place, own, total, previous_own, previous_total)
        order by c.place
    $$,
    array['too few to tell', 'too few to tell', 'too few to tell'],
    'equal shares did not move, those of 0 and 100 % included'
);
select is(definitions.share_trend(1, 0, 1, 10), null, 'without a total the trend is unknown');
select is(definitions.share_trend(1, 10, 1, 0), null, 'without a total before it is unknown');
select is(
    coalesce(
        definitions.share_trend(null, 10, 1, 10), definitions.share_trend(1, null, 1, 10), definitions.share_trend(1, 10, null, 10),
        definitions.share_trend(1, 10, 1, null)
    ),
    null, 'an unknown count leaves it unknown'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

create function pg_temp.interval_of(p_own bigint, p_total bigint)
returns text
language sql
as $$
    select format('%s to %s', definitions.share_interval(p_own, p_total, -1), definitions.share_interval(p_own, p_total, 1));
$$;

select results_eq(
    $$
        select pg_temp.interval_of(c.own, c.total)
        from (values (1, 5, 100), (2, 0, 50), (3, 50, 50), (4, 1, 3), (5, 50, 1000), (6, 765, 10000)) as c (place, own, total)
        order by c.place
    $$,
    array['2.15 to 11.18', '0.00 to 7.13', '92.87 to 100.00', '6.15 to 79.23', '3.81 to 6.53', '7.15 to 8.19'],
    'the interval is Wilson''s of 95 %'
);
select is(pg_temp.interval_of(0, 0), ' to ', 'without a total there is no interval');
select is(pg_temp.interval_of(null, 10) || pg_temp.interval_of(1, null), ' to  to ', 'an unknown count gives none');
select is(pg_temp.interval_of(11, 10) || pg_temp.interval_of(-1, 10), ' to  to ', 'nor does an own count above its total or below 0');
select is(pg_temp.interval_of(400000000000, 4000000000000), '10.00 to 10.00', 'large counts do not overflow');
select is_empty(
    $$
        select t.total, o.own
        from generate_series(1, 40) as t (total)
        cross join generate_series(0, t.total) as o (own)
        where not (
            0 <= definitions.share_interval(o.own, t.total, -1)
            and definitions.share_interval(o.own, t.total, -1) <= round(100.0 * o.own / t.total, 2)
            and round(100.0 * o.own / t.total, 2) <= definitions.share_interval(o.own, t.total, 1)
            and definitions.share_interval(o.own, t.total, 1) <= 100
        )
    $$,
    'the share lies within its interval, and the interval within 0 and 100'
);
-- The chance that the interval of a count of 60 holds the true share, by the binomial distribution.
select ok(
    (
        select avg(c.coverage) between 0.94 and 0.96 from (
            select sum((factorial(60) / factorial(60 - k.own) / factorial(k.own))::double precision * (s.share ^ k.own) * (1 - s.share) ^ (60 - k.own)) as coverage
            from (select g / 50.0::double precision as share from generate_series(1, 49) as g) as s
            cross join generate_series(0, 60) as k (own)
            where 100 * s.share between definitions.share_interval(k.own, 60, -1) and definitions.share_interval(k.own, 60, 1)
            group by s.share
        ) as c
    ),
    'it holds the true share about 95 times of 100'
);

select * from finish();
rollback;

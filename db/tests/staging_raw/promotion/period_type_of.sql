begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select results_eq(
    $$
        select staging_raw.period_type_of(d.first_day::date, d.last_day::date)
        from (
            values
                (1, '2025-01-06', '2025-01-06'), (2, '2025-01-05', '2025-01-11'), (3, '2024-02-01', '2024-02-29'), (4, '2025-10-01', '2025-12-31'),
                (5, '2026-02-01', '2026-02-28')
        ) as d (place, first_day, last_day)
        order by d.place
    $$,
    array['DAY', 'WEEK', 'MONTH', 'QUARTER', 'MONTH'], 'a day, an Amazon week, a month, a quarter, a month of four whole weeks'
);
select results_eq(
    $$
        select staging_raw.period_type_of(d.first_day::date, d.last_day::date)
        from (
            values
                (1, '2025-01-06', '2025-01-12'), (2, '2025-01-05', '2025-01-12'), (3, '2025-02-01', '2025-04-30'), (4, '2025-01-06', '2025-01-05'),
                (5, null, '2025-01-05'), (6, '2025-01-05', null)
        ) as d (place, first_day, last_day)
        order by d.place
    $$,
    array['RANGE', 'RANGE', 'RANGE', null, null, null], 'other days are a range, none are nothing'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(2);

select results_eq(
    $$
        select p.chart_no, p.day, p.value
        from api.report_points(
            '{"dates": ["2026-01-31", "2026-02-01"], "products": [{"price": [1.50, null]}, {"price": [0]}, {"bsr": [3, 4]}]}', 'price'
        ) as p
        order by p.chart_no, p.day
    $$,
    $$
        values (1, '2026-01-31'::date, 1.50), (1, '2026-02-01', null), (2, '2026-01-31', null), (2, '2026-02-01', null),
            (3, '2026-01-31', null), (3, '2026-02-01', null)
    $$,
    'every product has every day; what is missing or no price is null'
);
select is_empty($$select api.report_points('{}', 'bsr')$$, 'no charts, no points');

select * from finish();
rollback;

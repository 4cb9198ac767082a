begin;
set local search_path to extensions, public;
select plan(4);

create function pg_temp.lines(p_prices text) returns text language sql as $$
    select string_agg(l.path || ' ' || l.last_day || ' ' || l.last_value, ' | ' order by l.chart_no)
    from api.report_lines(format('{"dates": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-06"], "products": [%s]}', p_prices)::jsonb, 'price') as l;
$$;
select is(
    pg_temp.lines('{"price": [10, 10, 20, null, null]}'), 'M0 280.0H166.7V280.0H333.3V0.0H500 2026-01-03 20',
    'a price holds for its day and then steps'
);
select is(
    pg_temp.lines('{"price": [10, null, 20, 10, 10]}'), 'M0 280.0H166.7M333.3 0.0H500V280.0H666.7M833.3 280.0H1000 2026-01-06 10',
    'a day without a price, and one that is not there, are a gap'
);
select is(pg_temp.lines('{"price": [null]}, {"price": [10, 20]}'), 'M0 280.0H166.7V0.0H333.3 2026-01-02 20', 'a product without prices has no line');
select is(pg_temp.lines('{}'), null, 'no prices, no lines');

select * from finish();
rollback;

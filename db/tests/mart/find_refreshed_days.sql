begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(16);

select pg_temp.write_day('B0TESTA001', '2025-03-01'::date + n, '{"price": 1}') from unnest(array[0, 1, 30, 89, 90, 91, 200]) as n;
select pg_temp.write_day('B0TESTA002', '2025-03-01'::date + n, '{"price": 1}') from generate_series(0, 10) as n;
select pg_temp.write_day('B0TESTA003', '2025-03-05', '{"price": 1}');
select pg_temp.write_day('B0TESTA001', '2025-03-02', '{"price": 1}', 'DE');
select ops.refresh_dirty();

-- The days that are found when these days changed, as a text; with a plus where they changed themselves, and in brackets
-- where the product has many.
create function pg_temp.found(p_days text, p_reach integer default 89)
returns text
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.changed_days (asin, marketplace, date)
    select 'B0TESTA00' || split_part(d, ' ', 1), coalesce(nullif(split_part(d, ' ', 3), ''), 'US'), split_part(d, ' ', 2)::date
    from string_to_table(p_days, ', ') as d;
    perform mart.find_refreshed_days(p_reach);
    return (
        select string_agg(
            format(case when r.is_few then '%s %s%s' else '(%s %s%s)' end, right(r.asin, 1), to_char(r.date, 'MM-DD'), case when r.is_changed then '+' end),
            ', ' order by r.asin, r.marketplace, r.date
        )
        from pg_temp.refreshed_days as r
    );
end;
$$;
select is(pg_temp.found('1 2025-09-17'), '1 09-17+', 'of the newest day that alone');
select is(
    pg_temp.found('1 2025-03-01'), '1 03-01+, 1 03-02, 1 03-31, 1 05-29, 1 05-30',
    'of an earlier day also the 89 days whose windows contain it, and the next one, which may be compared with it'
);
select is(pg_temp.found('1 2025-03-02'), '1 03-02+, 1 03-31, 1 05-29, 1 05-30, 1 05-31', 'the same a day later');
select is(pg_temp.found('1 2025-05-31'), '1 05-31+, 1 09-17', 'the next day may be months later');
select is(pg_temp.found('1 2025-03-02 DE'), '1 03-02+', 'other marketplaces are other products');
select is(pg_temp.found('1 2025-04-15'), '1 05-29, 1 05-30, 1 05-31, 1 09-17', 'a day that is gone is not found itself, but those after it');
select is(pg_temp.found('1 2025-03-31, 1 2025-03-01'), '1 03-01+, 1 03-02, 1 03-31+, 1 05-29, 1 05-30, 1 05-31, 1 09-17', 'several days of a product are one range');
select is(pg_temp.found('3 2025-03-05, 1 2025-05-31'), '1 05-31+, 1 09-17, 3 03-05+', 'each product has its own');
select is(pg_temp.found('3 2025-03-06, 9 2025-03-01'), null, 'nothing is left to refresh of a newest day that is gone, or of an unknown product');
select is(
    pg_temp.found('2 2025-03-02'), '2 03-02+, 2 03-03, 2 03-04, 2 03-05, 2 03-06, 2 03-07, 2 03-08, 2 03-09, 2 03-10, 2 03-11',
    'ten days of a product are few'
);
select is(
    pg_temp.found('2 2025-03-01, 3 2025-03-05'),
    '(2 03-01+), (2 03-02), (2 03-03), (2 03-04), (2 03-05), (2 03-06), (2 03-07), (2 03-08), (2 03-09), (2 03-10), (2 03-11), 3 03-05+',
    'eleven are many, whatever other products have'
);
select is(
    pg_temp.found('1 2025-03-01, 3 2025-03-05', 0), '(1 03-01+), (1 03-02), (3 03-05+)', 'a reach of 0 is a rebuild: no stored window is relied on'
);
-- Days before the horizon are not kept, those after it that they belong to are.
update ops.partition_policies set horizon = '2025-05-30' where parent = 'mart.product_days';
select is(pg_temp.found('1 2025-03-01'), '1 05-30', 'no day before the horizon is found');
select is(pg_temp.found('3 2025-03-05, 1 2025-05-30'), '1 05-30+, 1 05-31, 1 09-17', 'nor a newest day before it');
select pg_temp.write_day('B0TESTA003', '2025-05-30', '{"price": 1}');
select pg_temp.write_day('B0TESTA003', '2025-06-01', '{"price": 1}');
delete from core.product_metrics_daily where asin = 'B0TESTA003' and date = '2025-03-05';
select pg_temp.write_day('B0TESTA003', '2025-01-05', '{"price": 1}');
select pg_temp.write_day('B0TESTA003', '2025-01-02', '{"price": 1}');
select ops.refresh_dirty();
select is(pg_temp.found('3 2025-01-05'), '3 05-30', 'the first kept day is found when the day before it changed, however old that is');
select is(pg_temp.found('3 2025-01-05, 1 2025-05-31'), '1 05-31+, 1 09-17, 3 05-30', 'also beside other days');

select * from finish();
rollback;

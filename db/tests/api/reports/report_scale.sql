begin;
set local search_path to extensions, public;
select plan(9);

create function pg_temp.scale(p_low numeric, p_high numeric, p_is_rank boolean) returns text language sql as $$
    select format('%s to %s%s: %s', s.low, s.high, case when s.is_log then ' log' else '' end, array_to_string(s.ticks, ' '))
    from api.report_scale(p_low, p_high, p_is_rank) as s;
$$;
select is(pg_temp.scale(31.99, 44.99, false), '30 to 45: 30 35 40 45', 'prices have round ticks that include the lowest and the highest');
select is(pg_temp.scale(9.5, 10.2, false), '9.5 to 10.5: 9.5 10.0 10.5', 'close prices have ticks of less than 1');
select is((select s.decimals from api.report_scale(9.5, 10.2, false) as s), 2, 'which show cents');
select is(pg_temp.scale(20, 20, false), '20.0 to 20.5: 20.0 20.5', 'one price alone has an axis too');
select is(pg_temp.scale(0.01, 0.01, false), '0.01 to 0.02: 0.01 0.02', 'so has the lowest price');
select is(pg_temp.scale(3, 7, true), '3 to 7: 3 4 5 6 7', 'ranks are whole numbers');
select is(pg_temp.scale(1, 1, true), '1 to 2: 1 2', 'a rank of 1 is the end of the axis');
select is(pg_temp.scale(120, 18997, true), '100 to 20000 log: 100 200 500 1000 2000 5000 10000 20000', 'ranks far apart stand on a logarithmic scale');
select is_empty('select api.report_scale(null, null, true)', 'nothing has no axis');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(4);

create function pg_temp.later(p_part text, p_covers text, p_raw_event_id bigint, p_known_at timestamptz)
returns timestamptz
language plpgsql
stable
as $$
declare
    v_known_at timestamptz;
begin
    execute format(
        'select later.known_at
        from (
            select ''search_catalog_performance'' as report, ''US'' as marketplace, ''WEEK'' as period_type, %L::date as start_date, %L::date as end_date,
                %L as covers, %s::bigint as raw_event_id
        ) as n
        cross join lateral (%s) as later',
        '2025-01-05', '2025-01-11', p_covers, p_raw_event_id, sqp.later_report_query(quote_literal(p_part))
    ) into v_known_at using pg_temp.default_tenant(), p_known_at;
    return v_known_at;
end;
$$;
insert into sqp.reported_periods
select pg_temp.default_tenant(), 'search_catalog_performance', 'US', 'WEEK', '2025-01-05', '2025-01-11', v.covers, 'job', v.raw_event_id, v.first_at, v.last_at
from (values ('B0TESTA001', 6, '2025-02-01'::timestamptz, '2025-02-03'::timestamptz), ('B0TESTA002', 4, '2025-01-20', '2025-01-20')) as v (covers, raw_event_id, first_at, last_at);

select is(pg_temp.later('B0TESTA001', 'all', 5, '2025-01-31'), '2025-02-01', 'a product that was reported alone later is covered from its first report');
select is(pg_temp.later('B0TESTA001', 'all', 5, '2025-02-02'), '2025-02-03', 'or, if that was before the withdrawn one, from its last');
select is(pg_temp.later('B0TESTA002', 'all', 5, '2025-01-31'), null, 'not by an earlier report');
select is(pg_temp.later('B0TESTA003', 'all', 5, '2025-01-31'), null, 'nor by a report of another product');

select * from finish();
rollback;

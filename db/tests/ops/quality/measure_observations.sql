begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(2);

select pg_temp.load_run(
    'o1', pg_temp.observed('B0TESTA001', '2025-03-08', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-08', '{"status": "blocked"}'),
    pg_temp.observed('B0TESTA003', '2025-03-08', '{"status": "parse_error"}'), pg_temp.observed('B0TESTA004', '2025-03-08', '{"status": "blocked"}'),
    pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"status": "blocked"}')
);
select results_eq(
    $$select m.date, m.marketplace, m.check_name, m.subject, m.part, m.whole from ops.measure_observations('2025-03-10 12:00+00', 5) as m order by 1, 3$$,
    $$values
        ('2025-03-08'::date, 'US', 'blocked_share', 'test', 2::numeric, 4::numeric), ('2025-03-08', 'US', 'parse_error_share', 'test', 1, 4),
        ('2025-03-09', 'US', 'blocked_share', 'test', 0, 1), ('2025-03-09', 'US', 'parse_error_share', 'test', 0, 1)
    $$,
    'blocked and unreadable pages of each complete day are counted by source'
);
select is((select min(m.date) from ops.measure_observations('2025-03-10 12:00+00', 1) as m), '2025-03-09'::date, 'only the given number of days is measured');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/write_day.psql
set local role asinmart_owner;
select plan(3);

select pg_temp.write_day('B0TESTA001', '2025-03-07');
select pg_temp.write_day('B0TESTA002', '2025-03-08');
select pg_temp.write_day('B0TESTA003', '2025-03-07');
select pg_temp.write_day('B0TESTA001', '2025-03-09');
update core.products set first_seen_at = case asin when 'B0TESTA002' then '2025-03-08 12:00+00' else '2025-03-07 12:00+00' end::timestamptz;
create temp view line as
select m.date, m.part, m.whole from ops.measure_coverage('2025-03-10 12:00+00', 4) as m
where m.marketplace = 'US' and m.subject = 'known products';
select results_eq(
    'select l.* from line as l order by 1',
    $$values ('2025-03-07'::date, 2::numeric, 2::numeric), ('2025-03-08', 1, 3), ('2025-03-09', 1, 3)$$,
    'products known by the end of each day are counted, and those observed on it'
);
update core.products set is_active = false where asin = 'B0TESTA003';
select results_eq('select l.* from line as l order by 1 limit 1', $$values ('2025-03-07'::date, 1::numeric, 1::numeric)$$, 'a retired product is not counted');
update core.products set is_unlisted = true where asin = 'B0TESTA001';
select is((select l.whole from line as l where l.date = '2025-03-09'), 1::numeric, 'a delisted product is not counted');

select * from finish();
rollback;

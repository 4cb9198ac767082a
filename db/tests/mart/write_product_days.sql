begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(11);

select pg_temp.write_history('2025-01-01', '2025-02-28');
select pg_temp.fill_days();
create temp table before on commit drop as select d.* from mart.product_days as d;
create temp table places on commit drop as select d.asin, d.marketplace, d.date, d.tableoid as partition_id, d.ctid as place from mart.product_days as d;
create temp view moved as
select d.asin, d.marketplace, d.date
from mart.product_days as d
left join places as p on p.asin = d.asin and p.marketplace = d.marketplace and p.date = d.date and p.partition_id = d.tableoid and p.place = d.ctid
where p.asin is null;

-- Offers the rows of a product and these days to the function, as the refresh does.
create function pg_temp.offer(p_asin text, p_days date[], p_is_whole boolean default false)
returns integer
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.changed_days (asin, marketplace, date, is_new) select p_asin, 'US', d, false from unnest(p_days) as d;
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed, is_few)
    select d.asin, d.marketplace, d.date, true, false from core.product_metrics_daily as d
    where d.asin = p_asin and d.marketplace = 'US' and d.date = any (p_days);
    perform mart.read_day_rows();
    return mart.write_product_days(case when p_is_whole then p_days end);
end;
$$;
select is(pg_temp.offer('B0TESTA006', '{2025-01-05, 2025-02-20}'), 0, 'rows that are there already are not written');
select is(pg_temp.offer('B0TESTA006', '{2025-01-05, 2025-02-20}', true), 0, 'neither when whole days are read');
select is_empty('select 1 from moved', 'nothing has moved');

delete from mart.product_days where asin = 'B0TESTA006' and date in ('2025-01-05', '2025-02-21');
select is(pg_temp.offer('B0TESTA006', '{2025-01-05, 2025-01-06}'), 1, 'a missing row is written and counted');
select is(pg_temp.offer('B0TESTA006', '{2025-02-21}', true), 1, 'also when whole days are read, and all are missing');
select results_eq('select d.* from mart.product_days as d order by 1, 2, 3', 'select b.* from before as b order by 1, 2, 3', 'the table is as before');

-- Any column of a row can differ.
create function pg_temp.repaired(p_column text)
returns text
language plpgsql
volatile
as $$
declare
    v_written integer;
begin
    execute (
        select format(
            'update mart.product_days set %I = %s where asin = ''B0TESTA006'' and date = ''2025-02-21''', a.attname,
            case when a.atttypid = 'text'::regtype then '''x''' when a.atttypid = 'date'::regtype then '''1999-01-01''' when a.atttypid = 'boolean'::regtype
                then format('%I is not true', a.attname) else '-7' end
        )
        from pg_attribute as a
        where a.attrelid = 'mart.product_days'::regclass and a.attname = p_column
    );
    v_written := pg_temp.offer('B0TESTA006', '{2025-02-20, 2025-02-21, 2025-02-22}');
    return v_written || ', ' || (select count(*) from (select d.* from mart.product_days as d except select b.* from before as b) as w);
end;
$$;
select is_empty(
    $$
        select a.attname from pg_attribute as a
        where a.attrelid = 'mart.product_days'::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('asin', 'marketplace', 'date')
            and pg_temp.repaired(a.attname) <> '1, 0'
    $$,
    'a row that differs in one column is written, and counted once'
);
select is((select count(*) from moved), 2::bigint, 'no other row is');

-- A month without a partition.
select is(to_regclass('partitions.product_days_2011_05'), null, 'there is no partition for May 2011');
select pg_temp.write_day('B0TESTA001', '2011-05-31', '{"price": 1}');
select is(pg_temp.offer('B0TESTA001', '{2011-05-31}'), 1, 'a row of a new month is written');
select is(
    (select d.price from mart.product_days as d where d.tableoid = to_regclass('partitions.product_days_2011_05')), 100::bigint, 'to a new partition'
);

select * from finish();
rollback;

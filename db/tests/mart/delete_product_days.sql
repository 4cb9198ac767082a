begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(7);

select pg_temp.write_history('2025-01-01', '2025-02-28');
select pg_temp.fill_days();
create temp table before on commit drop as select d.* from mart.product_days as d;

-- Tells the function that these days of a product changed; those that are still observed are refreshed.
create function pg_temp.deleted(p_asin text, p_days date[], p_is_new boolean default false)
returns integer
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.changed_days (asin, marketplace, date, is_new) select p_asin, 'US', d, p_is_new from unnest(p_days) as d;
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed, is_few)
    select d.asin, d.marketplace, d.date, true, false from core.product_metrics_daily as d
    where d.asin = p_asin and d.marketplace = 'US' and d.date = any (p_days);
    return mart.delete_product_days();
end;
$$;
select is(pg_temp.deleted('B0TESTA006', '{2025-02-10, 2025-02-28}'), 0, 'rows of days that are observed stay');

delete from core.product_metrics_daily where asin = 'B0TESTA006' and date in ('2025-02-10', '2025-02-28');
select is(pg_temp.deleted('B0TESTA006', '{2025-02-10}', true), 0, 'of a day that is new no row is looked for');
select is(pg_temp.deleted('B0TESTA006', '{2025-02-10, 2025-02-11, 2025-02-28}'), 2, 'rows of days that are no longer observed are deleted and counted');
select is_empty($$select 1 from mart.product_days as d where d.asin = 'B0TESTA006' and d.date in ('2025-02-10', '2025-02-28')$$, 'they are gone');
select is((select count(*) from before) - (select count(*) from mart.product_days), 2::bigint, 'and no others');

update ops.partition_policies set horizon = '2025-02-01' where parent = 'mart.product_days';
delete from core.product_metrics_daily where asin = 'B0TESTA006' and date in ('2025-01-10', '2025-02-12');
select is(pg_temp.deleted('B0TESTA006', '{2025-01-10}'), 0, 'days before the horizon are left to retention');
select is(pg_temp.deleted('B0TESTA006', '{2025-01-10, 2025-02-12}'), 1, 'also beside a later one');

select * from finish();
rollback;

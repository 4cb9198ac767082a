begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(6);

create function pg_temp.chosen(p_days date[], p_count bigint)
returns text
language plpgsql
as $$
declare
    v_days date[];
begin
    v_days := mart.choose_joins(p_days, p_count);
    return concat_ws(' ', v_days, 'hash', current_setting('enable_hashjoin'), 'loop', current_setting('enable_nestloop'));
end;
$$;
insert into mart.product_latest (asin, marketplace, date, status, observed_at)
select 'B0TEST' || n, 'US', '2025-03-01', 'ok', '2025-03-01' from generate_series(1001, 1100) as g (n);

select is(pg_temp.chosen('{2025-03-01}', 10), '{2025-03-01} hash on loop off', 'a batch of a tenth of the products reads its day whole');
select is(pg_temp.chosen('{2025-03-01}', 9), 'hash off loop on', 'a smaller one looks products up');
select is(pg_temp.chosen('{2025-03-05,2025-03-01,2025-03-10}', 100), '{2025-03-05,2025-03-01,2025-03-10} hash on loop off', 'days within ten days are read whole');
select is(pg_temp.chosen('{2025-03-01,2025-03-11}', 100), 'hash off loop on', 'days further apart are not');
select is(pg_temp.chosen(null, 0), 'hash off loop on', 'a batch without days reads none');
select is(current_setting('enable_mergejoin'), 'off', 'sorted joins are not chosen');

select * from finish();
rollback;

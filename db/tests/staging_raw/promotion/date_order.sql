begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

create function pg_temp.date_order(p_job_id text, variadic p_days text[]) returns text language plpgsql as $$
begin
    perform pg_temp.land_run(p_job_id, array(select jsonb_build_object('asin', 'B0TESTA001', 'price', 1, 'date', d) from unnest(p_days) as d));
    return (select staging_raw.date_order(r) from core.ingest_runs as r where r.job_id = p_job_id);
end;
$$;
select is(pg_temp.date_order('d1', '05/11/2026', '20/11/2026'), 'dmy', 'one date that can only begin with the day decides the order');
select is(pg_temp.date_order('d2', '05/11/2026', '11/20/2026'), 'mdy', 'one that can only begin with the month decides it too');
select is(pg_temp.date_order('d3', '05/11/2026', '06/11/2026'), '', 'without such a date the order is unknown');
select is(pg_temp.date_order('d4', '20/11/2026', '11/20/2026'), '', 'it is unknown when dates contradict each other');
select is(pg_temp.date_order('d5', '2026-11-20'), '', 'other dates need no order');
update core.ingest_runs set meta = '{"date_order": "mdy"}' where job_id = 'd1';
select is((select staging_raw.date_order(r) from core.ingest_runs as r where r.job_id = 'd1'), 'mdy', 'the order of the run comes first');

select * from finish();
rollback;

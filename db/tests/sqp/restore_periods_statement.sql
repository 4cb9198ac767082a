begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(4);

-- Reports of all products, of which p2 changed nothing and p3 left one out; p4 of one product.
select pg_temp.load_reports('p1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002')));
select pg_temp.load_reports('p2', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002')));
create function pg_temp.restore_periods(p_job_id text)
returns void
language plpgsql
volatile
as $$
begin
    delete from pg_temp.seller_reports;
    insert into pg_temp.seller_reports
    select p.report, p.marketplace, p.period_type, p.start_date, p.end_date, p.covers, p.raw_event_id from sqp.reported_periods as p where p.covers = 'all';
    update sqp.reported_periods set job_id = p_job_id, raw_event_id = 0, reported_at = 'infinity' where covers = 'all';
    execute sqp.restore_periods_statement('sqp.search_catalog_performance') using pg_temp.default_tenant(), clock_timestamp(), p_job_id;
end;
$$;
create temp view named as
select p.job_id, p.reported_at, p.raw_event_id from sqp.reported_periods as p where p.covers = 'all';
create function pg_temp.first_item(p_job_id text)
returns bigint
language sql
stable
as $$
    select min(e.id) from staging_raw.raw_events as e where e.job_id = p_job_id;
$$;
select pg_temp.restore_periods('gone');
select results_eq('table named', $$values ('p1', pg_temp.landed('p1'), pg_temp.first_item('p1'))$$, 'a report gets the run that brought what stands of it, and its first item');
select pg_temp.load_reports('p3', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001')));
select pg_temp.load_reports('p4', pg_temp.catalog('{"asins": "B0TESTA001"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 50}')));
select pg_temp.restore_periods('gone');
select results_eq(
    'table named', $$values ('p3', pg_temp.landed('p3'), pg_temp.first_item('p3'))$$, 'a row left out is a change too; one that came with the report of a product is none'
);
select pg_temp.restore_periods('p3');
select results_eq('table named', $$values ('p3', pg_temp.landed('p3'), 0::bigint)$$, 'without another run the report keeps its own');
select is(sqp.restore_periods_statement('core.products'), null, 'no other table has reports to name');

select * from finish();
rollback;

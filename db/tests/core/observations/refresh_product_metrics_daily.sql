begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

create function pg_temp.seen(p_asin text, p_at timestamptz, p_status text, p_price numeric, p_job_id text default 'hand')
returns void
language sql
volatile
as $$
    select ops.ensure_partition('core.product_snapshots', p_at::date);
    insert into core.product_snapshots (asin, marketplace, scraped_at, date, status, price, source, job_id)
    values (p_asin, 'US', p_at, (p_at at time zone 'America/Los_Angeles')::date, p_status, p_price, 'test', p_job_id)
    on conflict (asin, marketplace, scraped_at) do update set status = excluded.status, price = excluded.price;
$$;
create function pg_temp.refresh(variadic p_dates date[])
returns integer
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.changed_days (asin, marketplace, date) select 'B0TESTA001', 'US', d from unnest(p_dates) as d;
    return core.refresh_product_metrics_daily();
end;
$$;

select pg_temp.seen('B0TESTA001', '2025-03-10 20:00+00', 'ok', 10);
select pg_temp.seen('B0TESTA001', '2025-04-02 20:00+00', 'ok', 11);
select pg_temp.seen('B0TESTA001', '2025-04-03 20:00+00', 'blocked', null);
select pg_temp.seen('B0TESTA001', '2025-05-01 20:00+00', 'ok', 12);
select is(pg_temp.refresh('2025-03-10', '2025-04-02', '2025-04-03'), 2, 'valid days are written');
select results_eq(
    'select d.date, d.price, d.job_id from core.product_metrics_daily as d order by d.date',
    $$values ('2025-03-10'::date, 10::numeric, 'hand'), ('2025-04-02', 11, 'hand')$$,
    'exactly the given days are written, in any month'
);
select results_eq(
    'select c.date from pg_temp.changed_days as c order by c.date',
    $$values ('2025-03-10'::date), ('2025-04-02')$$,
    'a day without a valid observation and without a row did not change'
);
select is(pg_temp.refresh('2025-03-10', '2025-04-02'), 0, 'the same days again write nothing');
select is_empty('select 1 from pg_temp.changed_days', 'then no day is recorded as changed');

select pg_temp.seen('B0TESTA001', '2025-03-10 20:00+00', 'ok', 10.5);
select is(pg_temp.refresh('2025-03-10', '2025-04-02'), 1, 'only a day that differs is written');
select is(
    (select d.price from core.product_metrics_daily as d where d.date = '2025-03-10'), 10.5, 'it gets the corrected value'
);
select pg_temp.seen('B0TESTA001', '2025-03-10 20:00+00', 'parse_error', null);
select is(pg_temp.refresh('2025-03-10'), 1, 'a day without its last valid observation changes');
select results_eq(
    'select d.date from core.product_metrics_daily as d', $$values ('2025-04-02'::date)$$, 'its daily row is deleted'
);
select ops.promotion_scratch();
select is(core.refresh_product_metrics_daily(), 0, 'without changed days nothing happens');

-- Statistics that know one day of the month only: a later day is looked up by key, not read whole for every product.
create function pg_temp.see_all(p_date date, p_price numeric)
returns bigint
language plpgsql
volatile
as $$
declare
    v_read bigint;
begin
    perform ops.ensure_partition('core.product_snapshots', p_date);
    insert into core.product_snapshots as s (asin, marketplace, scraped_at, date, status, price, source, job_id)
    select 'B0MANY' || lpad(n::text, 4, '0'), 'US', p_date + interval '20 hours', p_date, 'ok', p_price, 'test', 'many'
    from generate_series(1, 1000) as n
    on conflict (asin, marketplace, scraped_at) do update set price = excluded.price;
    perform ops.promotion_scratch();
    insert into pg_temp.changed_days (asin, marketplace, date)
    select 'B0MANY' || lpad(n::text, 4, '0'), 'US', p_date from generate_series(1, 1000) as n;
    select sum(t.idx_tup_fetch + t.seq_tup_read) into v_read
    from pg_stat_xact_all_tables as t where t.relname like 'product_metrics_daily_2025_06%';
    perform core.refresh_product_metrics_daily();
    return (
        select sum(t.idx_tup_fetch + t.seq_tup_read) - coalesce(v_read, 0)
        from pg_stat_xact_all_tables as t where t.relname like 'product_metrics_daily_2025_06%'
    );
end;
$$;
select pg_temp.see_all('2025-06-03', 10);
select pg_temp.see_all('2025-06-12', 10);
select cmp_ok(pg_temp.see_all('2025-06-12', 11), '<', 20000::bigint, 'a day without statistics is looked up by product');
select is(
    (select count(*) from core.product_metrics_daily as d where d.date = '2025-06-12' and d.price = 11), 1000::bigint,
    'and its rows are corrected'
);

select * from finish();
rollback;

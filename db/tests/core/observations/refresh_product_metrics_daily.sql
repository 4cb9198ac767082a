begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(16);

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
create function pg_temp.products(p_count integer)
returns void
language sql
volatile
as $$
    delete from core.products;
    insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
    select 'B0KN' || lpad(n::text, 6, '0'), 'US', now(), now(), now() from generate_series(1, p_count) as n;
$$;
select pg_temp.products(2001);
select pg_temp.see_all('2025-06-03', 10);
select pg_temp.see_all('2025-06-12', 10);
select cmp_ok(pg_temp.see_all('2025-06-12', 11), '<', 20000::bigint, 'a day without statistics is looked up by product');
select is(
    (select count(*) from core.product_metrics_daily as d where d.date = '2025-06-12' and d.price = 11), 1000::bigint,
    'and its rows are corrected'
);
select pg_temp.products(2000);
select cmp_ok(pg_temp.see_all('2025-06-12', 12), '<', 20000::bigint, 'half of the products read it once, whole');
select is(
    (select count(*) from core.product_metrics_daily as d where d.date = '2025-06-12' and d.price = 12), 1000::bigint,
    'and its rows are corrected too'
);

-- Both ways give what the definition says, of days with several observations, poorer ones and failed ones among them.
create function pg_temp.observe(p_seed integer)
returns bigint
language plpgsql
volatile
as $$
begin
    insert into core.product_snapshots as s (
        asin, marketplace, scraped_at, date, status, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating,
        reviews_count, in_stock, offers_count, speaks_of_offers, source, job_id
    )
    select
        'B0SEEN' || lpad((k.n % 30)::text, 4, '0'), 'US', timestamptz '2025-06-20 20:00+00' + k.n * interval '13 minutes',
        ((timestamptz '2025-06-20 20:00+00' + k.n * interval '13 minutes') at time zone 'America/Los_Angeles')::date,
        k.status, case when k.is_read and k.h % 3 > 0 then k.h % 50 + 1 end, case when k.is_read and k.h % 5 = 0 then 70 end,
        case when k.is_read and k.h % 4 = 0 then 9 end, case when k.is_read and k.h % 4 < 2 then 'Seller ' || k.h % 3 end,
        case when k.is_read and k.h % 7 > 2 then k.h % 900 + 1 end, case when k.is_read and k.h % 7 > 1 then 'Mugs' end,
        case when k.is_read and k.h % 11 > 4 then k.h % 9000 + 1 end, case when k.is_read and k.h % 13 > 4 then k.h % 5 + 0.5 end,
        case when k.is_read and k.h % 17 > 6 then k.h % 300 end, case when k.is_read and k.h % 6 > 1 then k.h % 6 > 3 end,
        case when k.is_read and k.h % 19 > 9 then k.h % 8 end, k.h % 5 > 1, 'test', 'job ' || k.n % 4
    from (
        select h.n, h.h, h.h % 8 > 0 as is_read, case when h.h % 8 = 0 then 'blocked' when h.h % 8 = 1 then 'no_offer' else 'ok' end as status
        from (select n, abs(hashint4(n * 31 + p_seed)) as h from generate_series(1, 90) as n) as h
    ) as k
    on conflict (asin, marketplace, scraped_at) do update
    set status = excluded.status, price = excluded.price, list_price = excluded.list_price, buybox_price = excluded.buybox_price,
        buybox_seller = excluded.buybox_seller, bsr = excluded.bsr, bsr_category = excluded.bsr_category, bsr_main = excluded.bsr_main,
        rating = excluded.rating, reviews_count = excluded.reviews_count, in_stock = excluded.in_stock,
        offers_count = excluded.offers_count, speaks_of_offers = excluded.speaks_of_offers;
    perform ops.promotion_scratch();
    insert into pg_temp.changed_days (asin, marketplace, date)
    select distinct s.asin, s.marketplace, s.date from core.product_snapshots as s where s.asin like 'B0SEEN%';
    perform set_config('asinmart.is_promoting', 'on', true);
    perform core.refresh_product_metrics_daily();
    perform set_config('asinmart.is_promoting', 'off', true);
    return (
        with defined as (
            select d.* from definitions.product_metrics_daily('2025-06-19', '2025-06-25') as d where d.asin like 'B0SEEN%'
        ),
        stored as (
            select
                d.asin, d.marketplace, d.date, d.price, d.list_price, d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category, d.bsr_main,
                d.rating, d.reviews_count, d.in_stock, d.offers_count, d.status, d.observed_at, d.offer_observed_at,
                d.rank_observed_at, d.rating_observed_at, d.job_id
            from core.product_metrics_daily as d
            where d.asin like 'B0SEEN%'
        )
        select count(*)
        from (
            (select d.* from defined as d except all select s.* from stored as s)
            union all
            (select s.* from stored as s except all select d.* from defined as d)
        ) as x
    );
end;
$$;
select is(pg_temp.observe(1), 0::bigint, 'days looked up by product are those of the definition');
select pg_temp.products(25);
select is(pg_temp.observe(2), 0::bigint, 'so are days that are read whole');

select * from finish();
rollback;

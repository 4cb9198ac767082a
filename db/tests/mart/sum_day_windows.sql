-- Windows that are summed from stored ones equal those of the definition, on every day of a history that is hard to get
-- right, in batches of a day and of several, read whole and by product.
begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(12);

select pg_temp.write_history();
select ops.promotion_scratch();
select pg_temp.fill_days();
analyze core.product_metrics_daily, mart.product_days;
create temp table defined on commit drop as select d.* from mart.product_days as d;
create temp table asked (batch text, is_whole boolean, asin text, marketplace text, date date) on commit drop;
create temp table computed (batch text, is_whole boolean, like mart.product_days) on commit drop;

-- Computes the days of all products on these dates, as mart.refresh_product_days does for a large batch and for a small one.
create function pg_temp.compute(p_batch text, p_days date[], p_is_whole boolean)
returns void
language plpgsql
volatile
as $$
begin
    truncate pg_temp.refreshed_days, pg_temp.day_values, pg_temp.day_rows;
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed, is_few)
    select d.asin, d.marketplace, d.date, true, true from core.product_metrics_daily as d where d.date = any (p_days);
    perform set_config('enable_mergejoin', 'off', true), set_config('enable_nestloop', case when p_is_whole then 'off' else 'on' end, true),
        set_config('enable_hashjoin', case when p_is_whole then 'on' else 'off' end, true);
    perform mart.read_day_values(case when p_is_whole then p_days end, '-infinity');
    perform mart.sum_day_windows(case when p_is_whole then p_days end);
    perform set_config('enable_mergejoin', 'on', true), set_config('enable_nestloop', 'on', true), set_config('enable_hashjoin', 'on', true);
    insert into asked select p_batch, p_is_whole, r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r;
    insert into computed select p_batch, p_is_whole, r.* from pg_temp.day_rows as r;
end;
$$;
-- Rows of these batches that are not those of the definition, or that are missing.
create function pg_temp.wrong(p_batches text, p_is_whole boolean)
returns table (fault text, batch text, asin text, marketplace text, date date)
language sql
stable
as $$
    with rows as (
        select c.batch, c.asin, c.marketplace, c.date, (to_jsonb(c) - 'batch' - 'is_whole')::text as line
        from computed as c
        where c.batch ~ p_batches and c.is_whole = p_is_whole
    ),
    asked_rows as (
        select a.batch, a.asin, a.marketplace, a.date from asked as a where a.batch ~ p_batches and a.is_whole = p_is_whole
    )
    select 'wrong', b.batch, b.asin, b.marketplace, b.date
    from rows as b
    inner join defined as d on d.asin = b.asin and d.marketplace = b.marketplace and d.date = b.date
    where b.line <> to_jsonb(d)::text
    union all
    select 'missing', m.*
    from (select a.* from asked_rows as a except all select b.batch, b.asin, b.marketplace, b.date from rows as b) as m
    union all
    select 'not asked', m.*
    from (select b.batch, b.asin, b.marketplace, b.date from rows as b except all select a.* from asked_rows as a) as m;
$$;

select pg_temp.compute('one day', array[date '2025-01-01' + n], true) from generate_series(0, 159) as n;
select pg_temp.compute('one day', array[date '2025-01-01' + n], false) from generate_series(0, 159) as n where n % 3 <> 1;
select results_eq(
    $$select c.is_whole, count(*) from computed as c group by 1 order by 1 desc$$,
    $$
        select true, count(*) from defined as d
        union all
        select false, count(*) from defined as d where (d.date - '2025-01-01') % 3 <> 1
    $$,
    'every day is computed'
);
select is_empty($$select * from pg_temp.wrong('one day', true)$$, 'read whole, each day alone has the windows of the definition');
select is_empty($$select * from pg_temp.wrong('one day', false)$$, 'so it has when it is read by product');

-- A few days within a week: none of their stored windows is written in the same batch.
select pg_temp.compute('a week ' || n, array[date '2025-01-01' + n, date '2025-01-02' + n, date '2025-01-07' + n], n % 2 = 0)
from generate_series(0, 150, 5) as n;
select is_empty(
    $$select * from pg_temp.wrong('a week', true) union all select * from pg_temp.wrong('a week', false)$$, 'so have days of one week in one batch'
);

-- Days farther apart: a stored window that the same batch will write is of no use, so it may hold anything.
create function pg_temp.spoil(p_days date[])
returns void
language sql
volatile
as $$
    update mart.product_days as d
    set price_sum_7 = 1, price_min_7 = -99, price_max_7 = 1e12, price_first_7 = 3, bsr_sum_7 = 1, bsr_min_7 = 0, bsr_max_7 = 2e9, bsr_first_7 = 3,
        rating_sum_7 = 1, reviews_first_7 = -7, observed_days_7 = 77, price_days_7 = 77, bsr_days_7 = 77, rating_days_7 = 77,
        has_one_bsr_category_7 = true, price_sum_30 = 1, price_min_30 = -99, price_max_30 = 1e12, price_first_30 = 3, bsr_sum_30 = 1,
        bsr_min_30 = 0, bsr_max_30 = 2e9, bsr_first_30 = 3, rating_sum_30 = 1, reviews_first_30 = -7, observed_days_30 = 77, price_days_30 = 77,
        bsr_days_30 = 77, rating_days_30 = 77, has_one_bsr_category_30 = true, bsr_category_last = 'Elsewhere'
    where d.date = any (p_days);
$$;
create function pg_temp.compute_spoilt(p_batch text, p_days date[], p_is_whole boolean)
returns void
language sql
volatile
as $$
    select pg_temp.spoil(p_days);
    select pg_temp.compute(p_batch, p_days, p_is_whole);
    delete from mart.product_days as m where m.date = any (p_days);
    insert into mart.product_days select d.* from defined as d where d.date = any (p_days);
$$;
select pg_temp.compute_spoilt('weeks ' || n, array(select date '2025-01-01' + n + b from unnest(array[0, 7, 14, 21, 22]) as b), n % 2 = 0)
from generate_series(0, 137, 3) as n;
select is_empty($$select * from pg_temp.wrong('^weeks', true)$$, 'days a week apart do not rely on windows that their batch will write');
select is_empty($$select * from pg_temp.wrong('^weeks', false)$$, 'by product neither');
select pg_temp.compute_spoilt('months ' || n, array(select date '2025-01-01' + n + b from unnest(array[0, 7, 30, 37, 60, 67, 90]) as b), n % 2 = 0)
from generate_series(0, 69, 3) as n;
select is_empty($$select * from pg_temp.wrong('^months', true)$$, 'nor do days a month apart');
select is_empty($$select * from pg_temp.wrong('^months', false)$$, 'by product neither');
create function pg_temp.count_wrong(p_day date)
returns bigint
language plpgsql
volatile
as $$
begin
    perform pg_temp.compute('spoilt ' || p_day, array[p_day], true);
    return (select count(*) from pg_temp.wrong('spoilt ' || p_day, true));
end;
$$;
select pg_temp.spoil('{2025-05-01}');
select cmp_ok(pg_temp.count_wrong('2025-05-08'), '>', 3::bigint, 'a stored window of seven days before is relied on');
select cmp_ok(pg_temp.count_wrong('2025-05-31'), '>', 3::bigint, 'so is one of thirty days before');
select is(pg_temp.count_wrong('2025-05-09'), 0::bigint, 'others are not');

select ops.promotion_scratch();
select mart.sum_day_windows(null);
select is_empty('select 1 from pg_temp.day_rows', 'without days nothing is computed');

select * from finish();
rollback;

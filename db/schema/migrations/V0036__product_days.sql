-- The changes and windows of a product day become one row of whole numbers, mart.product_days, in place of a row of
-- mart.product_metrics_delta_daily and three of mart.product_metrics_rollup. These two are views of it from now on: db/views/mart.
lock table ops.promotion_lock in exclusive mode;

-- Only views of this product follow the tables: they are made again at the end. A view of someone else would be lost.
do $$
declare
    v_views text;
begin
    with recursive readers as (
        select t.name::regclass::oid as oid
        from unnest(array['mart.product_metrics_delta_daily', 'mart.product_metrics_rollup']) as t (name)
        union
        select w.ev_class
        from readers as r
        inner join pg_catalog.pg_depend as p on p.refclassid = 'pg_class'::regclass and p.refobjid = r.oid
            and p.classid = 'pg_rewrite'::regclass
        inner join pg_catalog.pg_rewrite as w on w.oid = p.objid
    )
    select string_agg(c.oid::regclass::text, ', ' order by c.oid::regclass::text) into v_views
    from readers as r
    inner join pg_catalog.pg_class as c on c.oid = r.oid
    where c.relowner::regrole::text not in ('asinmart_owner', 'mart_owner')
        or c.relnamespace::regnamespace::text not in ('mart', 'core', 'definitions', 'ops', 'sqp', 'app', 'api');
    if v_views is not null then
        raise exception 'these views read mart.product_metrics_delta_daily or mart.product_metrics_rollup: %', v_views
            using hint = 'Note their definitions (pg_get_viewdef), drop them, upgrade, and create them again.';
    end if;
end;
$$;

create table mart.product_days (
    asin text not null,
    marketplace text not null,
    date date not null,
    previous_date date,
    price bigint,
    price_delta bigint,
    buybox_price bigint,
    buybox_delta bigint,
    bsr integer,
    bsr_delta integer,
    rating smallint,
    rating_delta smallint,
    reviews_count integer,
    reviews_delta integer,
    is_buybox_seller_changed boolean,
    stock_change text,
    is_bsr_category_changed boolean,
    bsr_category_last text,
    price_sum_7 bigint,
    price_min_7 bigint,
    price_max_7 bigint,
    price_first_7 bigint,
    bsr_sum_7 bigint,
    bsr_min_7 integer,
    bsr_max_7 integer,
    bsr_first_7 integer,
    rating_sum_7 integer,
    reviews_first_7 integer,
    observed_days_7 smallint not null,
    price_days_7 smallint not null,
    bsr_days_7 smallint not null,
    rating_days_7 smallint not null,
    has_one_bsr_category_7 boolean,
    price_sum_30 bigint,
    price_min_30 bigint,
    price_max_30 bigint,
    price_first_30 bigint,
    bsr_sum_30 bigint,
    bsr_min_30 integer,
    bsr_max_30 integer,
    bsr_first_30 integer,
    rating_sum_30 integer,
    reviews_first_30 integer,
    observed_days_30 smallint not null,
    price_days_30 smallint not null,
    bsr_days_30 smallint not null,
    rating_days_30 smallint not null,
    has_one_bsr_category_30 boolean,
    price_sum_90 bigint,
    price_min_90 bigint,
    price_max_90 bigint,
    price_first_90 bigint,
    bsr_sum_90 bigint,
    bsr_min_90 integer,
    bsr_max_90 integer,
    bsr_first_90 integer,
    rating_sum_90 integer,
    reviews_first_90 integer,
    observed_days_90 smallint not null,
    price_days_90 smallint not null,
    bsr_days_90 smallint not null,
    rating_days_90 smallint not null,
    has_one_bsr_category_90 boolean,
    primary key (asin, marketplace, date)
) partition by range (date);
create index product_days_date_asin_idx on mart.product_days (date, asin, marketplace);
-- Few prices change in a day. The expression is that of price_change_pct in mart.product_metrics.
create index product_days_price_change_idx
    on mart.product_days (marketplace, date, round(price_delta * 100.0 / nullif(price - price_delta, 0), 2), asin)
    where round(price_delta * 100.0 / nullif(price - price_delta, 0), 2) <> 0;
comment on table mart.product_days is 'Stored form of mart.product_metrics: each observed day against the one before, and sums and extremes of the 7, 30 and 90 days that end on it, in whole numbers; one row per product and observed day, by month.';
comment on column mart.product_days.asin is 'Product.';
comment on column mart.product_days.marketplace is 'Marketplace code.';
comment on column mart.product_days.date is 'An observed day, marketplace time.';
comment on column mart.product_days.previous_date is 'The observed day before it, with which the day is compared; null on the first.';
comment on column mart.product_days.price is 'Price shown, in hundredths of the marketplace currency; null: none shown.';
comment on column mart.product_days.price_delta is 'Price minus previous price, in hundredths; null when either is unknown.';
comment on column mart.product_days.buybox_price is 'Price of the featured offer, in hundredths; null: none known.';
comment on column mart.product_days.buybox_delta is 'Its change since previous_date, in hundredths; null when unknown.';
comment on column mart.product_days.bsr is 'Best-seller rank in the smallest category; null: not shown.';
comment on column mart.product_days.bsr_delta is 'Rank minus previous rank; null when unknown or of another category.';
comment on column mart.product_days.rating is 'Average stars, in hundredths; null: not shown.';
comment on column mart.product_days.rating_delta is 'Its change since previous_date, in hundredths; null when unknown.';
comment on column mart.product_days.reviews_count is 'Number of ratings; null: not shown.';
comment on column mart.product_days.reviews_delta is 'Ratings gained since previous_date; null when unknown.';
comment on column mart.product_days.is_buybox_seller_changed is 'Whether another seller holds the featured offer; null when either is unknown.';
comment on column mart.product_days.stock_change is 'lost, regained, or null for no known change.';
comment on column mart.product_days.is_bsr_category_changed is 'Whether the rank is of another category than on previous_date; null on the first day.';
comment on column mart.product_days.bsr_category_last is 'Category of the last rank of the 90 days that end on date: the windows count ranks of it alone. Null: no rank, or one without a category.';
comment on column mart.product_days.price_sum_7 is 'Sum of the daily prices of the 7 days that end on date, in hundredths; null: no price in them.';
comment on column mart.product_days.price_min_7 is 'Lowest of these prices, in hundredths.';
comment on column mart.product_days.price_max_7 is 'Highest of these prices, in hundredths.';
comment on column mart.product_days.price_first_7 is 'First of these prices, in hundredths.';
comment on column mart.product_days.bsr_sum_7 is 'Sum of the ranks in bsr_category_last of the 7 days; null: no such rank in them.';
comment on column mart.product_days.bsr_min_7 is 'Best (lowest) of these ranks.';
comment on column mart.product_days.bsr_max_7 is 'Worst (highest) of these ranks.';
comment on column mart.product_days.bsr_first_7 is 'First of these ranks.';
comment on column mart.product_days.rating_sum_7 is 'Sum of the daily ratings of the 7 days, in hundredths; null: no rating in them.';
comment on column mart.product_days.reviews_first_7 is 'First known number of ratings of the 7 days.';
comment on column mart.product_days.observed_days_7 is 'Days of the 7 that were observed.';
comment on column mart.product_days.price_days_7 is 'Days of the 7 with a price.';
comment on column mart.product_days.bsr_days_7 is 'Days of the 7 with a rank in bsr_category_last.';
comment on column mart.product_days.rating_days_7 is 'Days of the 7 with a rating.';
comment on column mart.product_days.has_one_bsr_category_7 is 'Whether all ranks of the 7 days are in bsr_category_last; true: no rank in them.';
comment on column mart.product_days.price_sum_30 is 'Sum of the daily prices of the 30 days that end on date, in hundredths; null: no price in them.';
comment on column mart.product_days.price_min_30 is 'Lowest of these prices, in hundredths.';
comment on column mart.product_days.price_max_30 is 'Highest of these prices, in hundredths.';
comment on column mart.product_days.price_first_30 is 'First of these prices, in hundredths.';
comment on column mart.product_days.bsr_sum_30 is 'Sum of the ranks in bsr_category_last of the 30 days; null: no such rank in them.';
comment on column mart.product_days.bsr_min_30 is 'Best (lowest) of these ranks.';
comment on column mart.product_days.bsr_max_30 is 'Worst (highest) of these ranks.';
comment on column mart.product_days.bsr_first_30 is 'First of these ranks.';
comment on column mart.product_days.rating_sum_30 is 'Sum of the daily ratings of the 30 days, in hundredths; null: no rating in them.';
comment on column mart.product_days.reviews_first_30 is 'First known number of ratings of the 30 days.';
comment on column mart.product_days.observed_days_30 is 'Days of the 30 that were observed.';
comment on column mart.product_days.price_days_30 is 'Days of the 30 with a price.';
comment on column mart.product_days.bsr_days_30 is 'Days of the 30 with a rank in bsr_category_last.';
comment on column mart.product_days.rating_days_30 is 'Days of the 30 with a rating.';
comment on column mart.product_days.has_one_bsr_category_30 is 'Whether all ranks of the 30 days are in bsr_category_last; true: no rank in them.';
comment on column mart.product_days.price_sum_90 is 'Sum of the daily prices of the 90 days that end on date, in hundredths; null: no price in them.';
comment on column mart.product_days.price_min_90 is 'Lowest of these prices, in hundredths.';
comment on column mart.product_days.price_max_90 is 'Highest of these prices, in hundredths.';
comment on column mart.product_days.price_first_90 is 'First of these prices, in hundredths.';
comment on column mart.product_days.bsr_sum_90 is 'Sum of the ranks in bsr_category_last of the 90 days; null: no such rank in them.';
comment on column mart.product_days.bsr_min_90 is 'Best (lowest) of these ranks.';
comment on column mart.product_days.bsr_max_90 is 'Worst (highest) of these ranks.';
comment on column mart.product_days.bsr_first_90 is 'First of these ranks.';
comment on column mart.product_days.rating_sum_90 is 'Sum of the daily ratings of the 90 days, in hundredths; null: no rating in them.';
comment on column mart.product_days.reviews_first_90 is 'First known number of ratings of the 90 days.';
comment on column mart.product_days.observed_days_90 is 'Days of the 90 that were observed.';
comment on column mart.product_days.price_days_90 is 'Days of the 90 with a price.';
comment on column mart.product_days.bsr_days_90 is 'Days of the 90 with a rank in bsr_category_last.';
comment on column mart.product_days.rating_days_90 is 'Days of the 90 with a rating.';
comment on column mart.product_days.has_one_bsr_category_90 is 'Whether all ranks of the 90 days are in bsr_category_last; true: no rank in them.';

grant select on mart.product_days to tenant_reader, mart_owner;
-- Tools read primary keys from information_schema, which shows constraints to those alone who may do more than select.
grant references on mart.product_days to mart_reader, tenant_reader;

-- What a policy says of one of the tables counts for both: the longer time, the earlier horizon.
insert into ops.partition_policies (parent, premake, retain, drop_after, horizon, is_active, is_archived)
select
    'mart.product_days', max(p.premake), case when count(p.retain) = count(*) then max(p.retain) end, max(p.drop_after),
    case when count(p.horizon) = count(*) then min(p.horizon) end, bool_or(p.is_active), bool_or(p.is_archived)
from ops.partition_policies as p
where p.parent in ('mart.product_metrics_delta_daily', 'mart.product_metrics_rollup');

-- definitions.product_days of this version.
create or replace function pg_temp.product_days(
    p_from date,
    p_to date,
    p_asins text[] default null,
    p_history_from date default '-infinity'
)
returns setof mart.product_days
language sql
stable
as $$
    with days as (
        select
            d.asin, d.marketplace, d.date, d.date - date '2000-01-01' as day_number, (d.price * 100)::bigint as price,
            (d.buybox_price * 100)::bigint as buybox_price, d.buybox_seller, d.bsr, d.bsr_category, (d.rating * 100)::smallint as rating,
            d.reviews_count, d.in_stock,
            count(d.price) over later as price_group,
            count(d.bsr) over (partition by d.asin, d.marketplace order by d.date) as rank_group,
            count(d.reviews_count) over later as reviews_group
        from core.product_metrics_daily as d
        where d.date > p_from - 90 and d.date <= p_to and (p_asins is null or d.asin = any (p_asins))
        window later as (partition by d.asin, d.marketplace order by d.date desc)
    ),
    known as (
        select
            d.*,
            max(d.price) over (partition by d.asin, d.marketplace, d.price_group) as next_price,
            max(d.bsr_category) filter (where d.bsr is not null) over (partition by d.asin, d.marketplace, d.rank_group)
                as last_category,
            max(d.reviews_count) over (partition by d.asin, d.marketplace, d.reviews_group) as next_reviews_count
        from days as d
    ),
    ranked as (
        select k.*, count(k.bsr) over (partition by k.asin, k.marketplace, k.last_category order by k.date desc) as bsr_group
        from known as k
    ),
    followed as (
        select r.*, max(r.bsr) over (partition by r.asin, r.marketplace, r.last_category, r.bsr_group) as next_bsr
        from ranked as r
    ),
    moving as (
        select
            r.*,
            sum(r.price) over week::bigint as price_sum_7, min(r.price) over week as price_min_7,
            max(r.price) over week as price_max_7, first_value(r.next_price) over week as price_first_7,
            sum(r.bsr) over rank_week as bsr_sum_7, min(r.bsr) over rank_week as bsr_min_7,
            max(r.bsr) over rank_week as bsr_max_7, first_value(r.next_bsr) over rank_week as bsr_first_7,
            sum(r.rating) over week::integer as rating_sum_7, first_value(r.next_reviews_count) over week as reviews_first_7,
            count(*) over week::smallint as observed_days_7, count(r.price) over week::smallint as price_days_7,
            count(r.bsr) over rank_week::smallint as bsr_days_7, count(r.rating) over week::smallint as rating_days_7,
            count(r.bsr) over week as ranked_days_7, count(r.reviews_count) over week as reviews_days_7,
            sum(r.price) over month::bigint as price_sum_30, min(r.price) over month as price_min_30,
            max(r.price) over month as price_max_30, first_value(r.next_price) over month as price_first_30,
            sum(r.bsr) over rank_month as bsr_sum_30, min(r.bsr) over rank_month as bsr_min_30,
            max(r.bsr) over rank_month as bsr_max_30, first_value(r.next_bsr) over rank_month as bsr_first_30,
            sum(r.rating) over month::integer as rating_sum_30, first_value(r.next_reviews_count) over month as reviews_first_30,
            count(*) over month::smallint as observed_days_30, count(r.price) over month::smallint as price_days_30,
            count(r.bsr) over rank_month::smallint as bsr_days_30, count(r.rating) over month::smallint as rating_days_30,
            count(r.bsr) over month as ranked_days_30, count(r.reviews_count) over month as reviews_days_30,
            sum(r.price) over quarter::bigint as price_sum_90, min(r.price) over quarter as price_min_90,
            max(r.price) over quarter as price_max_90, first_value(r.next_price) over quarter as price_first_90,
            sum(r.bsr) over rank_quarter as bsr_sum_90, min(r.bsr) over rank_quarter as bsr_min_90,
            max(r.bsr) over rank_quarter as bsr_max_90, first_value(r.next_bsr) over rank_quarter as bsr_first_90,
            sum(r.rating) over quarter::integer as rating_sum_90, first_value(r.next_reviews_count) over quarter as reviews_first_90,
            count(*) over quarter::smallint as observed_days_90, count(r.price) over quarter::smallint as price_days_90,
            count(r.bsr) over rank_quarter::smallint as bsr_days_90, count(r.rating) over quarter::smallint as rating_days_90,
            count(r.bsr) over quarter as ranked_days_90, count(r.reviews_count) over quarter as reviews_days_90
        from followed as r
        window
            product as (partition by r.asin, r.marketplace order by r.day_number),
            week as (product range between 6 preceding and current row),
            month as (product range between 29 preceding and current row),
            quarter as (product range between 89 preceding and current row),
            list as (partition by r.asin, r.marketplace, r.last_category order by r.day_number),
            rank_week as (list range between 6 preceding and current row),
            rank_month as (list range between 29 preceding and current row),
            rank_quarter as (list range between 89 preceding and current row)
    )
    select
        m.asin, m.marketplace, m.date, p.date, m.price, m.price - p.price, m.buybox_price, m.buybox_price - p.buybox_price, m.bsr,
        case when m.bsr_category is not distinct from p.bsr_category then m.bsr - p.bsr end, m.rating, m.rating - p.rating,
        m.reviews_count, m.reviews_count - p.reviews_count, m.buybox_seller <> p.buybox_seller,
        case when p.in_stock and not m.in_stock then 'lost' when not p.in_stock and m.in_stock then 'regained' end,
        case when p.date is not null then m.bsr_category is distinct from p.bsr_category end,
        case when m.bsr_days_90 > 0 then m.last_category end,
        m.price_sum_7, m.price_min_7, m.price_max_7, case when m.price_days_7 > 0 then m.price_first_7 end,
        m.bsr_sum_7, m.bsr_min_7, m.bsr_max_7, case when m.bsr_days_7 > 0 then m.bsr_first_7 end,
        m.rating_sum_7, case when m.reviews_days_7 > 0 then m.reviews_first_7 end,
        m.observed_days_7, m.price_days_7, m.bsr_days_7, m.rating_days_7, m.ranked_days_7 = m.bsr_days_7,
        m.price_sum_30, m.price_min_30, m.price_max_30, case when m.price_days_30 > 0 then m.price_first_30 end,
        m.bsr_sum_30, m.bsr_min_30, m.bsr_max_30, case when m.bsr_days_30 > 0 then m.bsr_first_30 end,
        m.rating_sum_30, case when m.reviews_days_30 > 0 then m.reviews_first_30 end,
        m.observed_days_30, m.price_days_30, m.bsr_days_30, m.rating_days_30, m.ranked_days_30 = m.bsr_days_30,
        m.price_sum_90, m.price_min_90, m.price_max_90, case when m.price_days_90 > 0 then m.price_first_90 end,
        m.bsr_sum_90, m.bsr_min_90, m.bsr_max_90, case when m.bsr_days_90 > 0 then m.bsr_first_90 end,
        m.rating_sum_90, case when m.reviews_days_90 > 0 then m.reviews_first_90 end,
        m.observed_days_90, m.price_days_90, m.bsr_days_90, m.rating_days_90, m.ranked_days_90 = m.bsr_days_90
    from moving as m
    left join lateral (
        select
            b.date, (b.price * 100)::bigint as price, (b.buybox_price * 100)::bigint as buybox_price, b.buybox_seller, b.bsr,
            b.bsr_category, (b.rating * 100)::smallint as rating, b.reviews_count, b.in_stock
        from core.product_metrics_daily as b
        where b.asin = m.asin and b.marketplace = m.marketplace and b.date < m.date and b.date >= p_history_from and b.date < p_to
        order by b.date desc
        limit 1
    ) as p on true
    where m.date between p_from and p_to;
$$;

do $$
declare
    v_month date;
begin
    for v_month in
        select b.month
        from pg_catalog.pg_inherits as i
        inner join pg_catalog.pg_class as c on c.oid = i.inhrelid
        cross join lateral (
            select substring(pg_catalog.pg_get_expr(c.relpartbound, c.oid) from '''(\d{4}-\d\d-\d\d)')::date as month
        ) as b
        cross join ops.partition_policies as p
        where i.inhparent = 'core.product_metrics_daily'::regclass
            and p.parent = 'mart.product_days' and b.month >= coalesce(p.horizon, '-infinity')
        order by b.month
    loop
        perform ops.ensure_partition('mart.product_days', v_month);
        insert into mart.product_days
        select d.*
        from pg_temp.product_days(v_month, (v_month + interval '1 month - 1 day')::date) as d
        order by d.date, d.asin, d.marketplace;
    end loop;
end;
$$;
drop function pg_temp.product_days(date, date, text[], date);
analyze mart.product_days;

-- Detached partitions of the old tables have no table to go back to; their rows follow from core.
do $$
declare
    v_partition text;
begin
    for v_partition in
        select l.partition_name
        from ops.retention_log as l
        inner join pg_catalog.pg_class as c on c.oid = l.relation_oid
        where l.parent in ('mart.product_metrics_delta_daily', 'mart.product_metrics_rollup') and l.dropped_at is null
            and l.detached_at is not null
    loop
        execute 'drop table ' || v_partition;
    end loop;
end;
$$;
update ops.retention_log as l
set detached_at = coalesce(l.detached_at, now()), dropped_at = now()
where l.parent in ('mart.product_metrics_delta_daily', 'mart.product_metrics_rollup') and l.dropped_at is null
    and l.reattached_at is null;
update ops.archives as a
set status = 'dropped'
from ops.retention_log as l
where l.id = a.id and l.dropped_at is not null and a.status = 'verified';
delete from ops.partition_policies as p where p.parent in ('mart.product_metrics_delta_daily', 'mart.product_metrics_rollup');
-- Views with the same names, columns and rows follow in this transaction.
-- squawk-ignore ban-drop-table
drop table mart.product_metrics_delta_daily, mart.product_metrics_rollup cascade;
drop function if exists definitions.product_metrics_delta_daily(date, date, date);
drop function if exists definitions.product_metrics_rollup(date, date, text[]);
drop function if exists definitions.product_metrics_rollup_by_day(date, date);
drop function if exists definitions.product_metrics_window(date, date, integer, text[]);
drop function if exists mart.refresh_product_metrics_delta_daily(integer);
drop function if exists mart.refresh_product_metrics_rollup(integer);

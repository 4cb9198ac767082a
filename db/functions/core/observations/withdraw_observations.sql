-- Remove observations that the items in pg_temp.observations gave before and no longer give: their adapter now reads
-- another product, instant or day, or rejects them. For replays, before the new observations are applied; returns the
-- number of rows removed.
-- Days that retention has closed stay unchanged: their remaining observations are too old for any replay.
-- The removed observations stay in pg_temp.withdrawn_observations for core.reconcile_withdrawals. If one of them
-- described a product, described_at is reset, so that any other observation may describe it.
create or replace function core.withdraw_observations()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_open_from date := ops.first_open_day();
    v_first bigint;
    v_last bigint;
    v_count integer;
begin
    -- Every item of a slice has a row there, even if it is a reject, or among the reviews.
    select min(i.raw_event_id), max(i.raw_event_id) into v_first, v_last
    from (
        select o.raw_event_id from pg_temp.observations as o
        union all
        select s.raw_event_id from pg_temp.review_rows as s
    ) as i;
    perform set_config('asinmart.is_promoting', 'on', true);
    with items as (
        select o.raw_event_id from pg_temp.observations as o
        union
        select s.raw_event_id from pg_temp.review_rows as s
    ),
    removed as (
        delete from core.product_snapshots as s
        using items as i
        where s.raw_event_id between v_first and v_last
            and s.raw_event_id = i.raw_event_id
            and s.date >= v_open_from
            and not exists (
                select from pg_temp.observations as o
                where o.raw_event_id = s.raw_event_id and o.asin = s.asin and o.marketplace = s.marketplace
                    and o.scraped_at = s.scraped_at and o.date = s.date and o.reject_code is null
            )
        returning s.asin, s.marketplace, s.scraped_at, s.date, s.status
    ),
    unlisted as (
        delete from core.bestseller_snapshots as b
        using items as i
        where b.raw_event_id between v_first and v_last
            and b.raw_event_id = i.raw_event_id
            and b.date >= v_open_from
            and not exists (
                select from pg_temp.observations as o
                where o.raw_event_id = b.raw_event_id and o.asin = b.asin and o.marketplace = b.marketplace
                    and o.list_category = b.category and o.date = b.date and o.scraped_at = b.listed_at
                    and o.list_rank is not null and o.reject_code is null
            )
        returning b.asin
    ),
    kept as (
        insert into pg_temp.withdrawn_observations (asin, marketplace, scraped_at, date, status)
        select r.asin, r.marketplace, r.scraped_at, r.date, r.status from removed as r
    )
    select ((select count(*) from removed) + (select count(*) from unlisted))::integer into v_count;

    with removed as (
        delete from core.product_features as f
        using pg_temp.withdrawn_observations as w
        where f.asin = w.asin and f.marketplace = w.marketplace and f.extracted_at = w.scraped_at
        returning f.asin, f.marketplace
    )
    insert into ops.dirty_features (asin, marketplace)
    select r.asin, r.marketplace from removed as r;
    delete from core.listing_changes as c
    using pg_temp.withdrawn_observations as w
    where c.asin = w.asin and c.marketplace = w.marketplace and c.changed_at = w.scraped_at;
    update core.products as p set described_at = '-infinity'
    from pg_temp.withdrawn_observations as w
    where p.asin = w.asin and p.marketplace = w.marketplace and p.described_at = w.scraped_at;
    perform set_config('asinmart.is_promoting', 'off', true);
    return v_count;
end;
$$;
comment on function core.withdraw_observations() is 'Removes observations that the items of a replayed slice no longer give.';

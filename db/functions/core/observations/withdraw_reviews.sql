-- Remove the reviews that items of a replayed slice gave before and no longer give, as core.withdraw_observations does: for replays, before
-- the new ones are written. What an earlier run said of such a review comes back when that run is promoted again in the same replay.
-- Returns how many were removed; their products are added to pg_temp.changed_products.
create or replace function core.withdraw_reviews()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_first bigint;
    v_last bigint;
    v_count integer;
begin
    -- Every item of a slice stands in one of the two, even if it is a reject.
    select min(i.raw_event_id), max(i.raw_event_id) into v_first, v_last
    from (
        select o.raw_event_id from pg_temp.observations as o
        union all
        select s.raw_event_id from pg_temp.review_rows as s
    ) as i;

    with items as (
        select o.raw_event_id from pg_temp.observations as o
        union
        select s.raw_event_id from pg_temp.review_rows as s
    ),
    removed as (
        delete from core.reviews as r
        using items as i
        where r.raw_event_id between v_first and v_last
            and r.raw_event_id = i.raw_event_id
            and not exists (
                select from pg_temp.review_rows as s
                where s.raw_event_id = r.raw_event_id and s.marketplace = r.marketplace and s.review_id = r.review_id
                    and s.reject_code is null
            )
        returning r.asin, r.marketplace
    ),
    noted as (
        insert into pg_temp.changed_products (asin, marketplace)
        select r.asin, r.marketplace from removed as r
        except
        select c.asin, c.marketplace from pg_temp.changed_products as c
    )
    select count(*)::integer into v_count from removed;
    return v_count;
end;
$$;
comment on function core.withdraw_reviews() is 'Removes reviews that the items of a replayed slice no longer give.';

-- Write the best-seller list positions of pg_temp.observations, changed ones only. Of two positions for one list and
-- day the later observation counts; of two observed at one instant the later arrival, whatever their order of
-- promotion. Changed lists go to pg_temp.changed_lists.
create or replace function core.apply_bestsellers(p_job_id text)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with written as (
        insert into core.bestseller_snapshots as t (asin, marketplace, category, date, rank, price, listed_at, raw_event_id, job_id)
        select g.asin, g.marketplace, g.list_category, g.date, g.list_rank, g.price, g.scraped_at, g.raw_event_id, p_job_id
        from (
            select distinct on (o.asin, o.marketplace, o.list_category, o.date)
                o.asin, o.marketplace, o.list_category, o.date, o.list_rank::integer as list_rank, o.price,
                o.scraped_at, o.raw_event_id
            from pg_temp.observations as o
            where o.reject_code is null
                and o.status not in ('redirected', 'delisted', 'blocked', 'parse_error')
                and o.list_rank is not null
                and o.list_category is not null
            order by o.asin, o.marketplace, o.list_category, o.date, o.scraped_at desc, o.raw_event_id desc, o.element_no desc
        ) as g
        left join core.bestseller_snapshots as b
            on b.asin = g.asin and b.marketplace = g.marketplace and b.category = g.list_category and b.date = g.date
        where b.asin is null
            or (
                (g.scraped_at, g.raw_event_id) >= (b.listed_at, b.raw_event_id)
                and (b.rank, b.price, b.listed_at) is distinct from (g.list_rank, g.price, g.scraped_at)
            )
        on conflict (asin, marketplace, category, date) do update
        set rank = excluded.rank, price = excluded.price, listed_at = excluded.listed_at,
            raw_event_id = excluded.raw_event_id, job_id = excluded.job_id
        returning t.marketplace, t.category, t.date
    )
    insert into pg_temp.changed_lists (marketplace, category, date)
    select distinct w.marketplace, w.category, w.date from written as w;
$$;
comment on function core.apply_bestsellers(text) is 'Writes the best-seller list positions seen in pg_temp.observations.';

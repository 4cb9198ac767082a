-- Open fetches for the given products (two arrays of one length, the most urgent first) and enqueue their tasks: slices
-- of one marketplace, about equal, of at most fetch_slice_size; no more products than the day's limit allows. While the
-- source refuses access it is one product an hour. Returns the number of fetches.
create or replace function ops.enqueue_fetches(
    p_purpose text,
    p_marketplaces text[],
    p_asins text[],
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_slice_size integer := ops.setting('fetch_slice_size')::integer;
    v_left bigint;
    v_tasks jsonb;
begin
    -- Two concurrent jobs would both use the rest of the limit.
    lock table ops.fetches in share update exclusive mode;
    select case when s.limit_reason is null then s.products_left else 0 end into v_left from ops.fetch_spending(p_now) as s;
    if exists (select from ops.sources as s where s.source = 'apify' and s.status = 'access_denied') then
        v_left := case when ops.source_refusal('apify', false, p_now) is null then least(v_left, 1) else 0 end;
    end if;
    with wanted as (
        select w.marketplace, w.asin
        from unnest(p_marketplaces, p_asins) with ordinality as w (marketplace, asin, place)
        order by w.place
        limit v_left
    ),
    sliced as (
        select
            w.marketplace, w.asin,
            ntile(ceil(z.product_count::numeric / v_slice_size)::integer) over (partition by w.marketplace order by w.asin) as slice
        from wanted as w
        inner join (select n.marketplace, count(*) as product_count from wanted as n group by n.marketplace) as z
            on z.marketplace = w.marketplace
    ),
    opened as (
        insert into ops.fetches as f (purpose, marketplace, actor, asins, requested_at)
        select p_purpose, s.marketplace, ops.setting('fetch_actor'), array_agg(s.asin order by s.asin), p_now
        from sliced as s
        group by s.marketplace, s.slice
        order by s.marketplace, s.slice
        returning f.id
    )
    select
        jsonb_agg(
            jsonb_build_object(
                'task', 'fetch', 'queue', 'fetch', 'args', jsonb_build_object('fetch_id', o.id), 'queueing_lock', 'fetch:' || o.id
            ) order by o.id
        ) into v_tasks
    from opened as o;
    return case when v_tasks is null then 0 else ops.enqueue(v_tasks) end;
end;
$$;
comment on function ops.enqueue_fetches(text, text[], text[], timestamptz) is 'Opens fetches for products, slice by slice, within the day''s limits, and enqueues them.';

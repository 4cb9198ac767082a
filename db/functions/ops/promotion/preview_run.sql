-- Returns the observations and report rows that promotion would read from a landed run, without promoting it: one row per item or
-- element, rejects with their reason, and the fields that would be dropped. A report row has its first day as its date, its period as
-- its status and its search query as its title; a review its day and its headline. For a caller that rolls back afterwards.
-- Raises AM404 for an unknown run.
create or replace function ops.preview_run(
    p_job_id text,
    p_now timestamptz default now()
)
returns table (
    item_no integer,
    asin text,
    marketplace text,
    shop_from text,
    date date,
    time_from text,
    status text,
    price numeric,
    currency_code text,
    bsr bigint,
    bsr_category text,
    rating numeric,
    reviews_count bigint,
    in_stock boolean,
    title text,
    dropped text,
    reject_code text,
    reject_detail text
)
language plpgsql
volatile
security definer  -- the loader may not read observations
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_run core.ingest_runs;
begin
    select r.* into v_run from core.ingest_runs as r where r.job_id = p_job_id;
    if not found then
        raise exception 'there is no run %', p_job_id
            using errcode = 'AM404', hint = 'Look up the job id in core.ingest_runs or with asinmart status.';
    end if;
    perform ops.promotion_scratch();
    perform staging_raw.adapt_run(v_run, v_run.item_count, p_now);
    return query
    select
        o.item_no, o.asin, o.marketplace, o.shop_from, o.date, o.time_from, o.status, o.price, m.currency_code, o.bsr, o.bsr_category,
        o.rating, o.reviews_count, o.in_stock, o.title, array_to_string(o.faults, '; '), o.reject_code, o.reject_detail
    from pg_temp.observations as o
    left join core.marketplaces as m on m.marketplace = o.marketplace
    union all
    select
        s.item_no, s.asin, s.marketplace,
        case when s.marketplace_id is not null then 'field' when v_run.marketplace is not null then 'run' else 'default' end,
        s.start_date, 'item', lower(s.period_type), null, null, null, null, null, null, null,
        case s.view when 'empty' then 'lists no search query' else s.search_query end, null, null, null
    from pg_temp.search_query_rows as s
    where s.reject_code is null
    union all
    select
        s.item_no, null, s.marketplace, null, s.start_date, 'item', lower(s.period_type), null, null, null, null, null, null, null,
        coalesce(s.row_key, 'lists nothing'), null, null, null
    from pg_temp.seller_report_rows as s
    where s.reject_code is null
    union all
    select
        s.item_no, s.asin, s.marketplace, s.shop_from, s.reviewed_on, 'item', 'review', null, null, null, null, s.rating, null, null, s.title,
        array_to_string(s.faults, '; '), null, null
    from pg_temp.review_rows as s
    where s.reject_code is null
    union all
    -- Rejects of the loader, such as a file without a header.
    select
        e.item_no, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, e.reason_code, e.detail
    from staging_raw.rejected_events as e
    where e.job_id = p_job_id and e.stage = 'load'
    order by 1;
    perform ops.promotion_scratch();
end;
$$;
comment on function ops.preview_run(text, timestamptz) is 'Observations and report rows that promotion would read from a landed run, one per row.';
grant execute on function ops.preview_run(text, timestamptz) to asinmart_loader, asinmart_admin;

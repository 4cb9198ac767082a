-- Turn a range of a run's items into pg_temp.observations: one statement per shape. Items of an unknown shape, or
-- without a product, become rejects.
-- If an adapter raises an error, its shape is adapted item by item, so that only the item at fault is rejected.
create or replace function staging_raw.adapt_run(
    p_run core.ingest_runs,
    p_to_item_no integer,
    p_now timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
-- Memoizing rows by whole items costs more than looking up a shop again.
set enable_memoize = off
as $$
declare
    v_shape text;
    v_items integer[];
    v_is_only boolean;
    v_adapter regproc;
    v_from timestamptz := p_run.started_at - interval '1 day';
    v_to timestamptz := p_run.landed_at + interval '1 day';
    v_date_order text;
begin
    -- The shape of each item is computed once; the statements below get item numbers.
    for v_shape, v_items, v_is_only in
        select s.shape, array_agg(s.item_no), count(*) over () = 1
        from (
            select staging_raw.payload_shape(r.payload) as shape, r.item_no
            from staging_raw.raw_events as r
            where r.job_id = p_run.job_id
                and r.item_no > p_run.promoted_item_no
                and r.item_no <= p_to_item_no
                and r.fetched_at between v_from and v_to
        ) as s
        group by s.shape
    loop
        if v_shape is null then
            insert into pg_temp.observations (raw_event_id, item_no, source, reject_code, reject_detail)
            select r.id, r.item_no, r.source, 'shape_unknown', format(
                'no adapter reads an item with the keys %s',
                (
                    select left(string_agg(k.key, ', ' order by k.key), 200)
                    from jsonb_object_keys(case when jsonb_typeof(r.payload) = 'object' then r.payload else '{}' end) as k (key)
                )
            )
            from staging_raw.raw_events as r
            where r.job_id = p_run.job_id
                and r.item_no = any (v_items)
                and r.fetched_at between v_from and v_to;
            continue;
        end if;
        if exists (select from staging_raw.report_kinds() as k where k.shape = v_shape) then
            perform staging_raw.adapt_reports(p_run, v_shape, v_items);
            if v_shape = 'search_query_sheet' then
                perform staging_raw.reject_mixed_exports();
            end if;
            continue;
        end if;
        if v_shape ~ '_review$' then
            perform staging_raw.adapt_reviews(p_run, v_shape, v_items, p_now);
            continue;
        end if;
        v_adapter := ('staging_raw.from_' || v_shape)::regproc;
        v_date_order := staging_raw.date_order(p_run, v_shape = 'named_columns');
        begin
            execute staging_raw.adapt_statement(v_adapter)
            using p_run.job_id, p_run.promoted_item_no, p_to_item_no, p_run.marketplace, p_run.observed_at, p_now, v_from, v_to,
                p_run.observed_on, v_date_order, case when not v_is_only then v_items end;
        exception when data_exception or program_limit_exceeded then
            perform staging_raw.adapt_one_by_one(p_run, v_shape, v_items, p_now, v_date_order);
        end;
    end loop;

    perform staging_raw.reject_unread_items(p_run, p_to_item_no);
    perform staging_raw.resolve_observations();
    perform staging_raw.reject_too_old();

    -- A redirected page is an observation of the product it shows, and a failed one of the requested product.
    insert into pg_temp.observations (
        raw_event_id, item_no, source, element_no, marketplace, date, asin, scraped_at, status, url
    )
    select
        o.raw_event_id, o.item_no, o.source, o.element_no, o.marketplace, o.date, o.requested_asin, o.scraped_at,
        'redirected', o.url
    from pg_temp.observations as o
    where o.requested_asin ~ '^[A-Z0-9]{10}$'
        and o.requested_asin <> o.asin
        and o.reject_code is null;
    perform sqp.reject_replaced_rows();
    perform sqp.reject_replaced_lines();
    insert into pg_temp.observations (raw_event_id, item_no, source, element_no, reject_code, reject_detail)
    select s.raw_event_id, s.item_no, s.item_source, null, s.reject_code, s.reject_detail
    from pg_temp.search_query_rows as s
    where s.reject_code is not null
    union all
    select s.raw_event_id, s.item_no, s.item_source, s.element_no, s.reject_code, s.reject_detail
    from pg_temp.seller_report_rows as s
    where s.reject_code is not null
    union all
    select s.raw_event_id, s.item_no, s.item_source, null, s.reject_code, s.reject_detail
    from pg_temp.review_rows as s
    where s.reject_code is not null;
    -- What the promotion joins and filters by; statistics of the wide columns cost ten times as much.
    analyze pg_temp.observations (
        raw_event_id, element_no, asin, marketplace, date, scraped_at, status, reject_code, category_path, list_category, list_rank
    );
end;
$$;
comment on function staging_raw.adapt_run(core.ingest_runs, integer, timestamptz) is 'Adapts and checks a range of a run''s items into pg_temp.observations.';

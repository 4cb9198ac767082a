-- The statement that turns the stored items of one shape into checked report rows, given its adapter. $1 job, $2 the run's marketplace,
-- $3 items, $4 and $5 arrival range (prunes partitions).
-- Marketplace: what the report says by its id; a document that says nothing is of the marketplace that the caller named, else US.
-- Dynamic, because the adapter must be named in the statement. Rows come by the hundred thousand: each is adapted
-- once ("offset 0" keeps the planner from repeating an adapter's expressions wherever its columns are used).
create or replace function staging_raw.report_statement(p_adapter regproc)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        case when k.line is null then $sql$
            insert into pg_temp.search_query_rows
            select r.id, r.item_no, r.source, place.marketplace, checked.code,
                case when checked.code is not null then staging_raw.report_reject_detail(checked.code, row(o.*)::staging_raw.%1$I) end,
                o.*
        $sql$ else $sql$
            insert into pg_temp.seller_report_rows (
                raw_event_id, item_no, element_no, item_source, marketplace, reject_code, reject_detail, report, document_no,
                period_type, start_date, end_date, scope, covered, row_key, %2$I
            )
            select r.id, r.item_no, o.element_no, r.source, place.marketplace, checked.code,
                case when checked.code is not null then staging_raw.report_reject_sentence(checked.code, to_jsonb(o)) end,
                o.report, o.document_no, o.period_type, o.start_date, o.end_date, o.scope, o.covered, o.row_key,
                row(o.*)::staging_raw.%1$I
        $sql$ end || $sql$
            from staging_raw.raw_events as r
            cross join lateral (select f.* from %3$s(r.payload || '{}') as f offset 0) as o
            left join core.marketplaces as place
                on place.amazon_marketplace_id = o.marketplace_id
                or o.marketplace_id is null and place.marketplace = coalesce($2, 'US')
            cross join lateral (
                select staging_raw.%4$I(row(o.*)::staging_raw.%1$I, place.marketplace) as code offset 0
            ) as checked
            where r.job_id = $1
                and r.item_no = any ($3)
                and r.fetched_at between $4 and $5
        $sql$,
        coalesce(k.line || '_row', 'search_query_row'), k.line, p_adapter, coalesce(k.line || '_reject_code', 'report_reject_code')
    )
    from staging_raw.report_kinds() as k
    where ('staging_raw.from_' || k.shape)::regproc = p_adapter;
$$;
comment on function staging_raw.report_statement(regproc) is 'Statement text that adapts and checks the report items of one shape, given its adapter.';

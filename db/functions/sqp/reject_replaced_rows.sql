-- Reject what a later row of the same batch replaces: all rows of a product and period that an earlier document of the batch reports,
-- and the earlier of two rows for one query. So a period holds one document, never a mixture. A document reports the products that
-- its header names, whether it lists rows of them or none. Of a brand view the brand takes the place of the product.
create or replace function sqp.reject_replaced_rows()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from pg_temp.search_query_rows) then
        return;
    end if;
    -- Planned for the few rows that a table without statistics seems to have, the joins below would be quadratic.
    analyze pg_temp.search_query_rows (document_no, asin, marketplace, period_type, start_date, search_query, view, reject_code);

    with reported as (
        select d.document_no, a.asin, d.marketplace, d.period_type, d.start_date
        from (
            select s.document_no, s.requested_asins, s.marketplace, s.period_type, s.start_date
            from pg_temp.search_query_rows as s
            where s.reject_code is null
            group by s.document_no, s.requested_asins, s.marketplace, s.period_type, s.start_date
        ) as d
        cross join lateral unnest(d.requested_asins) as a (asin)
        union all
        select s.document_no, s.asin, s.marketplace, s.period_type, s.start_date
        from pg_temp.search_query_rows as s
        where s.reject_code is null
        group by s.document_no, s.asin, s.marketplace, s.period_type, s.start_date
    ),
    latest as (
        select r.asin, r.marketplace, r.period_type, r.start_date, max(r.document_no) as document_no
        from reported as r
        group by r.asin, r.marketplace, r.period_type, r.start_date
    ),
    repeated as (
        select s.document_no, s.asin, s.marketplace, s.period_type, s.start_date, s.search_query, max(s.raw_event_id) as last_event_id
        from pg_temp.search_query_rows as s
        where s.reject_code is null and s.view = 'asin'
        group by s.document_no, s.asin, s.marketplace, s.period_type, s.start_date, s.search_query
        having count(*) > 1
    ),
    replaced as (
        select s.raw_event_id, l.document_no
        from pg_temp.search_query_rows as s
        inner join latest as l
            on l.asin = s.asin and l.marketplace = s.marketplace and l.period_type = s.period_type and l.start_date = s.start_date
        where s.reject_code is null and s.view = 'asin' and s.document_no < l.document_no
        union all
        select s.raw_event_id, null
        from pg_temp.search_query_rows as s
        inner join latest as l
            on l.asin = s.asin and l.marketplace = s.marketplace and l.period_type = s.period_type and l.start_date = s.start_date
            and l.document_no = s.document_no
        inner join repeated as q
            on q.document_no = s.document_no and q.asin = s.asin and q.marketplace = s.marketplace and q.period_type = s.period_type
            and q.start_date = s.start_date and q.search_query = s.search_query
        where s.reject_code is null and s.view = 'asin' and s.raw_event_id < q.last_event_id
    )
    update pg_temp.search_query_rows as t
    set reject_code = 'report_replaced',
        reject_detail = coalesce(
            'document ' || p.document_no || ' of the batch reports the same product and period',
            'a later row of the document has the same search query'
        )
    from replaced as p
    where t.raw_event_id = p.raw_event_id;

    with placed as (
        select
            s.raw_event_id,
            s.document_no,
            max(s.document_no) over of_period as last_document_no,
            row_number() over (
                partition by lower(s.brand), s.marketplace, s.period_type, s.start_date, s.search_query
                order by s.document_no desc, s.raw_event_id desc
            ) as place
        from pg_temp.search_query_rows as s
        where s.reject_code is null and s.view = 'brand'
        window of_period as (partition by lower(s.brand), s.marketplace, s.period_type, s.start_date)
    )
    update pg_temp.search_query_rows as t
    set reject_code = 'report_replaced',
        reject_detail = case
            when p.document_no < p.last_document_no
                then format('document %s of the batch reports the same brand and period', p.last_document_no)
            else 'a later row of the document has the same search query'
        end
    from placed as p
    where t.raw_event_id = p.raw_event_id and (p.document_no < p.last_document_no or p.place > 1);
end;
$$;
comment on function sqp.reject_replaced_rows() is 'Rejects report rows that later rows of the same batch replace.';

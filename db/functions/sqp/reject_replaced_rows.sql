-- Reject what a later row of the same batch replaces: all rows of a product and period that an earlier document of the batch reports,
-- and the earlier of two rows for one query. So a period holds one document, never a mixture. A document reports the products that
-- its header names, whether it lists rows of them or none.
create or replace function sqp.reject_replaced_rows()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with reported as (
        select d.document_no, a.asin, d.marketplace, d.period_type, d.start_date
        from (
            select distinct s.document_no, s.requested_asins, s.asin, s.marketplace, s.period_type, s.start_date
            from pg_temp.search_query_rows as s
            where s.reject_code is null
        ) as d
        cross join lateral unnest(d.requested_asins || d.asin) as a (asin)
    ),
    latest as (
        select r.asin, r.marketplace, r.period_type, r.start_date, max(r.document_no) as document_no
        from reported as r
        group by r.asin, r.marketplace, r.period_type, r.start_date
    ),
    placed as (
        select
            s.raw_event_id,
            s.document_no,
            l.document_no as last_document_no,
            row_number() over (
                partition by s.asin, s.marketplace, s.period_type, s.start_date, s.search_query
                order by s.document_no desc, s.raw_event_id desc
            ) as place
        from pg_temp.search_query_rows as s
        inner join latest as l
            on l.asin = s.asin and l.marketplace = s.marketplace and l.period_type = s.period_type and l.start_date = s.start_date
        where s.reject_code is null and s.view = 'asin'
    )
    update pg_temp.search_query_rows as t
    set reject_code = 'report_replaced',
        reject_detail = case
            when p.document_no < p.last_document_no
                then format('document %s of the batch reports the same product and period', p.last_document_no)
            else 'a later row of the document has the same search query'
        end
    from placed as p
    where t.raw_event_id = p.raw_event_id and (p.document_no < p.last_document_no or p.place > 1);
$$;
comment on function sqp.reject_replaced_rows() is 'Rejects report rows that later rows of the same batch replace.';

-- The same as sqp.reject_replaced_rows for the other reports: reject the rows of a period and part of the account that an earlier
-- document of the batch reports, and the earlier of two rows with one key.
create or replace function sqp.reject_replaced_lines()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from pg_temp.seller_report_rows) then
        return;
    end if;
    analyze pg_temp.seller_report_rows;
    if exists (select from pg_temp.seller_report_rows as s where s.document_no > 1) then
        with latest as (
            select s.report, s.marketplace, s.period_type, s.start_date, s.end_date, c.covers, max(s.document_no) as document_no
            from pg_temp.seller_report_rows as s
            cross join lateral unnest(coalesce(s.covered, array['all'])) as c (covers)
            where s.reject_code is null
            group by s.report, s.marketplace, s.period_type, s.start_date, s.end_date, c.covers
        )
        update pg_temp.seller_report_rows as t
        set reject_code = 'report_replaced',
            reject_detail = format('document %s of the batch reports the same period', l.document_no)
        from latest as l
        where t.reject_code is null and t.row_key is not null
            and l.report = t.report and l.marketplace = t.marketplace and l.period_type = t.period_type and l.start_date = t.start_date
            and l.end_date = t.end_date and l.covers in ('all', t.scope) and l.document_no > t.document_no;
    end if;

    with repeated as (
        select s.report, s.marketplace, s.period_type, s.start_date, s.end_date, s.row_key
        from pg_temp.seller_report_rows as s
        where s.reject_code is null and s.row_key is not null
        group by s.report, s.marketplace, s.period_type, s.start_date, s.end_date, s.row_key
        having count(*) > 1
    ),
    placed as (
        select
            s.raw_event_id,
            s.element_no,
            row_number() over (
                partition by s.report, s.marketplace, s.period_type, s.start_date, s.end_date, s.row_key
                order by s.document_no desc, s.raw_event_id desc, s.element_no desc
            ) as place
        from pg_temp.seller_report_rows as s
        inner join repeated as r
            on r.report = s.report and r.marketplace = s.marketplace and r.period_type = s.period_type and r.start_date = s.start_date
            and r.end_date = s.end_date and r.row_key = s.row_key
        where s.reject_code is null
    )
    update pg_temp.seller_report_rows as t
    set reject_code = 'report_replaced', reject_detail = 'a later row of the document has the same key'
    from placed as p
    where t.raw_event_id = p.raw_event_id and t.element_no is not distinct from p.element_no and p.place > 1;
end;
$$;
comment on function sqp.reject_replaced_lines() is 'Rejects rows of other reports that later rows of the same batch replace.';

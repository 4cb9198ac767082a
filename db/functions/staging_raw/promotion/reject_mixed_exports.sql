-- Rejects all rows of an export whose rows are not of one language, or write numbers in two ways: one of two readings of a number such
-- as 1.234 would be a guess. Titles of a row can be of several languages; a document is mixed where no language fits all its rows.
create or replace function staging_raw.reject_mixed_exports()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with documents as (
        select s.document_no, count(*) as row_count, count(distinct s.decimal_sign) as sign_count
        from pg_temp.search_query_rows as s
        where s.source = 'csv' and s.reject_code is null
        group by s.document_no
    ),
    fitting as (
        select s.document_no, l.language, count(*) as row_count
        from pg_temp.search_query_rows as s
        cross join lateral unnest(s.languages) as l (language)
        where s.source = 'csv' and s.reject_code is null
        group by s.document_no, l.language
    ),
    mixed as (
        select
            d.document_no,
            case
                when d.sign_count > 1 then 'some rows of the export are written with a decimal point, others with a decimal comma'
                else 'the rows of the export have titles of several languages'
            end as fault
        from documents as d
        where d.sign_count > 1
            or not exists (select from fitting as f where f.document_no = d.document_no and f.row_count = d.row_count)
    )
    update pg_temp.search_query_rows as t
    set reject_code = 'locale_mixed', reject_detail = m.fault
    from mixed as m
    where t.document_no = m.document_no and t.source = 'csv' and t.reject_code is null;
$$;
comment on function staging_raw.reject_mixed_exports() is 'Rejects the rows of exports that are written in several languages or number formats.';

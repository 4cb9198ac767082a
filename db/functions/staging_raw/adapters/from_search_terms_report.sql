-- A row of an SP-API Search Terms report, beside its header: {"reportSpecification": {...}, "dataByDepartmentAndSearchTerm": {...}}.
-- It lists the products that were clicked most after each term in each department. Its shares have no counts: they stay fractions.
create or replace function staging_raw.from_search_terms_report(p_payload jsonb)
returns setof staging_raw.search_term_row
language sql
stable
parallel safe
as $$
    select
        'search_terms' as report,
        coalesce((p_payload ->> 'reportDocument')::integer, 1) as document_no,
        null::integer as element_no,
        d.header #>> '{marketplaceIds,0}' as marketplace_id,
        upper(d.header #>> '{reportOptions,reportPeriod}') as period_type,
        left(d.header ->> 'dataStartTime', 10)::date as start_date,
        left(d.header ->> 'dataEndTime', 10)::date as end_date,
        null::text as scope,
        null::text[] as covered,
        case when d.line is not null then concat_ws(' | ', d.department_name, d.search_term, d.clicked_asin) end as row_key,
        case
            when d.line is not null and d.department_name is null then 'the row names no department'
            when least((d.line ->> 'searchFrequencyRank')::integer, (d.line ->> 'clickShareRank')::integer) < 1 then 'a rank is below 1'
        end as fault,
        d.department_name,
        d.search_term,
        d.clicked_asin,
        (d.line ->> 'searchFrequencyRank')::integer as search_frequency_rank,
        (d.line ->> 'clickShareRank')::integer as click_share_rank,
        (d.line ->> 'clickShare')::numeric as click_share,
        (d.line ->> 'conversionShare')::numeric as conversion_share
    from (
        select
            u.header,
            u.line,
            nullif(btrim(u.line ->> 'departmentName'), '') as department_name,
            nullif(btrim(u.line ->> 'searchTerm'), '') as search_term,
            upper(u.line ->> 'clickedAsin') as clicked_asin
        from (
            select p_payload -> 'reportSpecification' as header, nullif(p_payload -> 'dataByDepartmentAndSearchTerm', 'null') as line
            offset 0
        ) as u
        offset 0
    ) as d;
$$;
comment on function staging_raw.from_search_terms_report(jsonb) is 'Standard row of a row of an SP-API Search Terms report.';

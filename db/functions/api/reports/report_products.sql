-- The main product is A. Products that only claims name come last.
create or replace function api.report_products(p_report core.competition_reports)
returns table (place integer, letter text, series text, asin text, title text, is_main boolean, chart_no integer)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with named as (
        select 0 as source_no, p_report.asin_main as asin, null as title, null::integer as chart_no
        union all
        select p.place, p.product ->> 'asin', p.product ->> 'title', p.place
        from jsonb_array_elements(p_report.charts -> 'products') with ordinality as p (product, place)
        union all
        select 100000 + c.place, a.asin, case when c.claim ->> 'metric' = 'title' and a.is_subject then c.claim ->> 'value' end, null
        from jsonb_array_elements(p_report.evidence) with ordinality as c (claim, place)
        cross join lateral (values (c.claim ->> 'asin', true), (c.claim ->> 'asin_comp', false)) as a (asin, is_subject)
        where a.asin is not null
    ),
    products as (
        select
            n.asin,
            coalesce((array_agg(n.title order by n.source_no) filter (where btrim(n.title) <> ''))[1], n.asin) as title,
            n.asin = p_report.asin_main as is_main,
            min(n.chart_no) as chart_no,
            row_number() over (order by n.asin <> p_report.asin_main, min(n.source_no), n.asin)::integer as place
        from named as n
        group by n.asin
    )
    select
        p.place,
        case when p.place <= 26 then chr(64 + p.place) else p.place::text end,
        case when p.is_main then 's0' else format('s%s d%s', (p.place - 2) % 6 + 1, least((p.place - 2) / 6, 2)) end,
        p.asin,
        p.title,
        p.is_main,
        p.chart_no
    from products as p
    order by p.place;
$$;
comment on function api.report_products(core.competition_reports) is 'The products of a report: letter, classes of its line, title (else the ASIN), and its number in charts (null: not there).';
grant execute on function api.report_products(core.competition_reports) to asinmart_api;

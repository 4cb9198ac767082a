-- A row is a product (standings, by place) or a competitor (gaps), a column a metric that the evidence has, a cell a claim. Ranks of
-- different categories are not judged.
create or replace function api.report_matrix(
    p_report core.competition_reports,
    p_matrix text
)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with claims as (
        select
            m.place as column_no, m.metric, m.heading,
            p.place as row_no, p.letter, p.series, p.title, p.asin, p.is_main, c.id, c.unit, c.text,
            nullif(c.value, 'null') as value,
            case when jsonb_typeof(c.value) = 'number' then c.value::text::numeric end as amount, m.better, m.clear, m.large,
            c.metric like 'bsr_gap%' and p_report.evidence @> jsonb_build_array(
                jsonb_build_object('metric', 'is_same_bsr_category', 'asin_comp', c.asin_comp, 'value', false)
            ) as is_elsewhere
        from jsonb_to_recordset(p_report.evidence) as c (
            id text, metric text, unit text, text text, value jsonb, asin text, asin_comp text
        )
        inner join api.report_metrics() as m on m.metric = c.metric and m.matrix = p_matrix
        inner join api.report_products(p_report) as p
            on p.asin = case p_matrix when 'gaps' then c.asin_comp else c.asin end
        where (p_matrix = 'gaps') = (c.asin_comp is not null)
    ),
    columns as (
        select c.column_no, c.heading from claims as c group by c.column_no, c.heading
    ),
    judged as (
        select
            c.*,
            case when c.better <> 0 and c.amount <> 0 and not c.is_elsewhere then sign(c.amount) * c.better end as side,
            case when abs(c.amount) >= c.large then 3 when abs(c.amount) >= c.clear then 2 else 1 end as size
        from claims as c
    ),
    cells as (
        select distinct on (j.row_no, j.column_no)
            j.row_no, j.column_no,
            jsonb_strip_nulls(jsonb_build_object(
                'text', case when j.better <> 0 and j.amount > 0 then '+' else '' end || j.text
                    || case when j.is_elsewhere then ' (other category)' else '' end, 'claim', j.id,
                'class', case j.side when 1 then 'good l' || j.size when -1 then 'bad l' || j.size end,
                'sign', case j.side when 1 then repeat(chr(9650), j.size) when -1 then repeat(chr(9660), j.size) end,
                'word', case j.side when 1 then 'better' when -1 then 'worse' end,
                'bar', case when j.unit = 'score' and j.amount is not null then greatest(0, least(100, round(j.amount))) end
            )) || case when j.text is null or j.value is null then '{"text": "unknown", "class": "unknown"}' else '{}' end::jsonb as cell
        from judged as j
        order by j.row_no, j.column_no, j.id
    )
    select jsonb_build_object(
        'corner', case p_matrix when 'gaps' then 'Competitor' else 'Product' end,
        'columns', (select jsonb_agg(jsonb_build_object('text', c.heading) order by c.column_no) from columns as c),
        'rows', (
            select jsonb_agg(
                jsonb_build_object(
                    'letter', r.letter, 'series', r.series, 'text', r.title, 'note', r.asin, 'is_main', r.is_main,
                    'cells', (
                        select jsonb_agg(coalesce(x.cell, '{"class": "unknown"}') order by c.column_no)
                        from columns as c
                        left join cells as x on x.row_no = r.row_no and x.column_no = c.column_no
                    )
                )
                order by r.score_rank, r.row_no
            )
            from (
                select
                    d.row_no, d.letter, d.series, d.title, d.asin, d.is_main,
                    min(d.amount) filter (where d.metric = 'score_rank') as score_rank
                from claims as d
                group by d.row_no, d.letter, d.series, d.title, d.asin, d.is_main
            ) as r
        )
    )
    where exists (select from claims);
$$;
comment on function api.report_matrix(core.competition_reports, text) is 'The table standings or gaps of a report as rows, columns and cells; null: the evidence has nothing for it.';
grant execute on function api.report_matrix(core.competition_reports, text) to asinmart_api;

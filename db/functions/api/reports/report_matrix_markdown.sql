create or replace function api.report_matrix_markdown(
    p_matrix jsonb,
    p_caption text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with heads as (
        select
            string_agg(
                concat_ws(
                    ' ', '**' || (c.head ->> 'letter') || '**', api.report_markdown_escape(api.report_short_text(c.head ->> 'text', 40))
                ), ' | ' order by c.place
            ) as names,
            string_agg('---', ' | ') as rules
        from jsonb_array_elements(p_matrix -> 'columns') with ordinality as c (head, place)
    ),
    lines as (
        select
            r.place,
            concat_ws(
                ' ', '**' || (r.line ->> 'letter') || '**', api.report_markdown_escape(api.report_short_text(r.line ->> 'text', 60)),
                api.report_markdown_escape(r.line ->> 'note')
            ) as name,
            (
                select string_agg(
                    concat_ws(
                        ' ', api.report_markdown_escape(x.cell ->> 'sign'),
                        case
                            when x.cell ? 'claim' then format(
                                '[%s](#%s)', api.report_markdown_escape(x.cell ->> 'text'), api.report_anchor(x.cell ->> 'claim')
                            )
                            else coalesce(api.report_markdown_escape(nullif(x.cell ->> 'text', '')), 'unknown')
                        end
                    ), ' | ' order by x.place
                )
                from jsonb_array_elements(r.line -> 'cells') with ordinality as x (cell, place)
            ) as cells
        from jsonb_array_elements(p_matrix -> 'rows') with ordinality as r (line, place)
    )
    select format(E'%s\n\n| %s | %s |\n| --- | %s |\n', api.report_markdown_escape(p_caption), p_matrix ->> 'corner', h.names, h.rules)
        || (select string_agg(format('| %s | %s |', l.name, l.cells), E'\n' order by l.place) from lines as l)
    from heads as h
    where p_matrix is not null;
$$;
comment on function api.report_matrix_markdown(jsonb, text) is 'A table of api.report_matrix or api.report_feature_matrix as Markdown; null: no table.';
grant execute on function api.report_matrix_markdown(jsonb, text) to asinmart_api;

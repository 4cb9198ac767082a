-- A cell reads without its colour: it has a sign and, for screen readers, a word.
create or replace function api.report_matrix_html(
    p_matrix jsonb,
    p_caption text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select format(
        '<p class="note">%1$s</p><div class="scroll" role="region" tabindex="0" aria-label="%1$s"><table class="matrix" aria-label="%1$s">'
        '<thead><tr><th scope="col">%2$s</th>%3$s</tr></thead><tbody>%4$s</tbody></table></div>',
        api.report_html_escape(p_caption),
        api.report_html_escape(p_matrix ->> 'corner'),
        (
            select string_agg(
                format(
                    '<th scope="col"%s>%s<bdi>%s</bdi></th>',
                    case when c.head ->> 'is_main' = 'true' then ' class="main"' end,
                    '<span class="letter ' || (c.head ->> 'series') || '">' || (c.head ->> 'letter') || '</span> ',
                    api.report_html_escape(api.report_short_text(c.head ->> 'text', 40))
                ), '' order by c.place
            )
            from jsonb_array_elements(p_matrix -> 'columns') with ordinality as c (head, place)
        ),
        (
            select string_agg(
                format(
                    '<tr%s><th scope="row">%s<bdi title="%s">%s</bdi>%s</th>%s</tr>',
                    case when r.line ->> 'is_main' = 'true' then ' class="main"' end,
                    '<span class="letter ' || (r.line ->> 'series') || '">' || (r.line ->> 'letter') || '</span> ',
                    api.report_html_escape(r.line ->> 'text'), api.report_html_escape(api.report_short_text(r.line ->> 'text', 60)),
                    ' <code>' || api.report_html_escape(r.line ->> 'note') || '</code>',
                    (
                        select string_agg(
                            format(
                                '<td%s%s>%s%s%s</td>',
                                ' class="' || concat_ws(' ', x.cell ->> 'class', case when x.cell ? 'bar' then 'bar' end) || '"',
                                ' style="--v:' || (x.cell ->> 'bar') || '%"',
                                '<span class="sign" aria-hidden="true">' || (x.cell ->> 'sign') || '</span> ',
                                case
                                    when x.cell ? 'claim' then format(
                                        '<a class="figure" href="#%s">%s</a>', api.report_anchor(x.cell ->> 'claim'),
                                        api.report_html_escape(x.cell ->> 'text')
                                    )
                                    when x.cell ? 'text' then '<bdi>' || api.report_html_escape(x.cell ->> 'text') || '</bdi>'
                                    else '<span class="unknown">unknown</span>'
                                end,
                                '<span class="hidden"> (' || (x.cell ->> 'word') || ')</span>'
                            ), '' order by x.place
                        )
                        from jsonb_array_elements(r.line -> 'cells') with ordinality as x (cell, place)
                    )
                ), '' order by r.place
            )
            from jsonb_array_elements(p_matrix -> 'rows') with ordinality as r (line, place)
        )
    )
    where p_matrix is not null;
$$;
comment on function api.report_matrix_html(jsonb, text) is 'A table of api.report_matrix or api.report_feature_matrix as HTML; null: no table.';
grant execute on function api.report_matrix_html(jsonb, text) to asinmart_api;

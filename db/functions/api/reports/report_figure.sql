create or replace function api.report_figure(
    p_report core.competition_reports,
    p_section text,
    p_caption text,
    p_is_html boolean
)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_matrix jsonb;
    v_series text := case p_section when 'price' then 'price' when 'rank' then 'bsr' end;
begin
    if p_section = 'assessment' then
        return api.report_sides(p_report, p_is_html);
    elsif v_series is not null and p_is_html then
        return api.report_chart_html(p_report, v_series);
    elsif v_series is not null then
        return api.report_chart_markdown(p_report, v_series);
    elsif p_section in ('standings', 'gaps') then
        v_matrix := api.report_matrix(p_report, p_section);
    elsif p_section = 'features' then
        v_matrix := api.report_feature_matrix(p_report);
    end if;
    return case when p_is_html then api.report_matrix_html(v_matrix, p_caption) else api.report_matrix_markdown(v_matrix, p_caption) end;
end;
$$;
comment on function api.report_figure(core.competition_reports, text, text, boolean) is 'The chart or table of a section of a report, as HTML or as Markdown; null: it has none.';
grant execute on function api.report_figure(core.competition_reports, text, text, boolean) to asinmart_api;

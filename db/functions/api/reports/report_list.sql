-- The mark before a sentence reads without its colour.
create or replace function api.report_list(
    p_report core.competition_reports,
    p_section text
)
returns table (html text, markdown text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        '<ul class="sentences">' || string_agg(
            format(
                '<li class="%s"><span class="mark" aria-hidden="true">%s</span>%s%s</li>', s.tone, t.mark,
                '<span class="hidden">' || t.word || ': </span>', s.html
            ), '' order by s.place
        ) || '</ul>',
        string_agg(concat_ws(' ', '-', t.sign, s.markdown), E'\n' order by s.place)
    from api.report_sentences(p_report) as s
    inner join (
        values ('good', '+', '**(+)**', 'Good'), ('bad', '&minus;', '**(' || chr(8722) || ')**', 'Bad'), ('neutral', '&bull;', null, null)
    ) as t (tone, mark, sign, word) on t.tone = s.tone
    where s.section = p_section
    having count(*) > 0;
$$;
comment on function api.report_list(core.competition_reports, text) is 'The sentences of a section of a report as a list with a mark for each tone; no row where the section is missing or empty.';
grant execute on function api.report_list(core.competition_reports, text) to asinmart_api;

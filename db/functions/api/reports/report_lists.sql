-- The mark before a sentence reads without its colour.
create or replace function api.report_lists(p_report core.competition_reports)
returns table (section text, html text, markdown text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        s.section,
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
    group by s.section;
$$;
comment on function api.report_lists(core.competition_reports) is 'The sentences of each section of a report as a list with a mark for each tone; no row where a section is missing or empty.';
grant execute on function api.report_lists(core.competition_reports) to asinmart_api;

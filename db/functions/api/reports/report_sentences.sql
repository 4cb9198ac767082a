-- A slot is {claim id}, or {claim id|abs} for a figure without its sign, as in core.fill_slots. One without a claim stays as it is, which
-- a reader sees. Texts longer than a line, such as titles, are cut; the evidence has all.
create or replace function api.report_sentences(p_report core.competition_reports)
returns table (section text, place integer, tone text, html text, markdown text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with claims as (
        select distinct on (c.claim ->> 'id')
            c.claim ->> 'id' as id, c.claim ->> 'unit' as unit, c.claim ->> 'text' as text,
            case when c.claim ->> 'unit' = 'text' then c.claim ->> 'value' end as whole_text, api.report_anchor(c.claim ->> 'id') as anchor
        from jsonb_array_elements(p_report.evidence) with ordinality as c (claim, place)
        order by c.claim ->> 'id', c.place
    ),
    parts as (
        select
            s.section, l.place, l.sentence ->> 'tone' as tone, p.place as part_no, p.part, c.id, c.unit, c.anchor,
            case
                when c.unit = 'text' then api.report_short_text(c.text, 60)
                when p.part like '%|abs' then ltrim(c.text, '-')
                else coalesce(c.text, '')
            end as text,
            coalesce(c.whole_text, c.text) as whole_text
        from jsonb_each(p_report.summary) as s (section, sentences)
        cross join lateral jsonb_array_elements(case when jsonb_typeof(s.sentences) = 'array' then s.sentences end)
            with ordinality as l (sentence, place)
        cross join lateral regexp_split_to_table(coalesce(l.sentence ->> 'template', l.sentence ->> 'text'), '[{}]')
            with ordinality as p (part, place)
        left join claims as c on p.place % 2 = 0 and c.id = regexp_replace(p.part, '\|abs$', '')
    )
    select
        p.section,
        p.place::integer,
        case when p.tone in ('good', 'bad') then p.tone else 'neutral' end,
        string_agg(
            case
                when p.id is null then api.report_html_escape(case when p.part_no % 2 = 1 then p.part else '{' || p.part || '}' end)
                when p.unit = 'text' then format(
                    '<a class="name" href="#%s" title="%s"><bdi>%s</bdi></a>', p.anchor, api.report_html_escape(p.whole_text),
                    api.report_html_escape(p.text)
                )
                else format('<a class="figure" href="#%s">%s</a>', p.anchor, api.report_html_escape(p.text))
            end, '' order by p.part_no
        ),
        string_agg(
            case
                when p.id is null then api.report_markdown_escape(case when p.part_no % 2 = 1 then p.part else '{' || p.part || '}' end)
                else format('[%s](#%s)', api.report_markdown_escape(p.text), p.anchor)
            end, '' order by p.part_no
        )
    from parts as p
    group by p.section, p.place, p.tone
    order by p.section, p.place;
$$;
comment on function api.report_sentences(core.competition_reports) is 'The sentences of a report as HTML and as Markdown; each slot is a link to the row of its claim in the evidence.';
grant execute on function api.report_sentences(core.competition_reports) to asinmart_api;

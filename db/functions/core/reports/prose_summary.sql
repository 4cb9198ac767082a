-- The summary of a report with a language model's sentences: the sections that were asked for are its own, the others stay. The tone of a
-- sentence is that of the sentences by rules that state the same facts, neutral where they differ.
create or replace function core.prose_summary(
    p_answer jsonb,
    p_summary jsonb,
    p_evidence jsonb
)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with names as (
        select coalesce(array_agg(c.claim ->> 'id'), '{}') as ids
        from jsonb_array_elements(p_evidence) as c (claim)
        where c.claim ->> 'metric' in ('title', 'brand')
    ),
    tones as (
        select f.id, array_agg(distinct d.sentence ->> 'tone') as tones
        from core.prose_sections(p_summary) as d
        cross join lateral jsonb_array_elements_text(
            case when jsonb_typeof(d.sentence -> 'claims') = 'array' then d.sentence -> 'claims' else '[]' end
        ) as f (id)
        cross join names as n
        where f.id <> all (n.ids)
        group by f.id
    ),
    sentences as (
        select t.section, t.sentence_no, t.template, coalesce(k.ids, '[]') as ids, k.tones
        from core.prose_templates(p_answer) as t
        cross join lateral (
            select
                jsonb_agg(distinct s.token) as ids,
                (
                    select array_agg(distinct o.tone)
                    from tones as y cross join lateral unnest(y.tones) as o (tone)
                    where y.id = any (array_agg(s.token))
                ) as tones
            from core.prose_tokens(jsonb_build_object(
                'sections', jsonb_build_object('of', jsonb_build_array(jsonb_build_object('template', t.template)))
            )) as s
            where s.kind = 'slot'
        ) as k
    )
    select p_summary || coalesce(
        (
            select jsonb_object_agg(g.section, g.sentences)
            from (
                select
                    s.section, jsonb_agg(
                        jsonb_build_object(
                            'template', s.template, 'text', core.fill_slots(s.template, p_evidence), 'claims', s.ids,
                            'tone', case when cardinality(s.tones) = 1 then s.tones[1] else 'neutral' end
                        ) order by s.sentence_no
                    ) as sentences
                from sentences as s
                group by s.section
            ) as g
        ), '{}'
    );
$$;
comment on function core.prose_summary(jsonb, jsonb, jsonb) is 'Summary of a report with the sentences of a language model, their figures filled in.';

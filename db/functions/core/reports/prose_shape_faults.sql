-- Faults of the answer as JSON: it must have the sections that were asked for, and in each at least one and at most 20 templates of 300
-- characters.
create or replace function core.prose_shape_faults(
    p_answer jsonb,
    p_sections text[]
)
returns table (code text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with sections as (
        select s.section, s.sentences
        from jsonb_each(case when jsonb_typeof(p_answer -> 'sections') = 'object' then p_answer -> 'sections' else '{}' end)
            as s (section, sentences)
    ),
    sentences as (
        select s.section, l.place, l.sentence
        from sections as s
        cross join lateral jsonb_array_elements(case when jsonb_typeof(s.sentences) = 'array' then s.sentences else '[]' end)
            with ordinality as l (sentence, place)
    )
    select 'not_as_asked', 'The answer is not a JSON object with the key sections alone.'
    where jsonb_typeof(p_answer) is distinct from 'object' or jsonb_typeof(p_answer -> 'sections') is distinct from 'object'
        or jsonb_typeof(p_answer) = 'object' and p_answer - 'sections' <> '{}'
    union all
    select 'not_as_asked', format('The section %s was not asked for.', left(s.section, 40))
    from sections as s where s.section <> all (p_sections)
    union all
    select 'section_missing', format('The section %s has no sentence.', w.section)
    from unnest(p_sections) as w (section)
    where jsonb_typeof(p_answer -> 'sections') = 'object' and not exists (select from sentences as s where s.section = w.section)
    union all
    select 'not_as_asked', format('%s, sentence %s, is not an object with the key template alone.', left(s.section, 40), s.place)
    from sentences as s
    where jsonb_typeof(s.sentence) <> 'object' or jsonb_typeof(s.sentence -> 'template') is distinct from 'string'
        or jsonb_typeof(s.sentence) = 'object' and s.sentence - 'template' <> '{}'
    union all
    select 'too_long', format('%s, sentence %s, has more than 300 characters.', left(s.section, 40), s.place)
    from sentences as s where length(s.sentence ->> 'template') > 300
    union all
    select 'too_long', format('The section %s has more than 20 sentences.', left(s.section, 40))
    from sentences as s group by s.section having count(*) > 20;
$$;
comment on function core.prose_shape_faults(jsonb, text[]) is 'Faults of a language model''s answer as JSON: keys, sections, lengths.';

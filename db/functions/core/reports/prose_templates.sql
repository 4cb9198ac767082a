-- The templates of a language model's answer, whatever JSON it is: what has another shape gives no row, see core.prose_shape_faults.
create or replace function core.prose_templates(p_answer jsonb)
returns table (section text, sentence_no integer, template text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select s.section, l.place::integer, l.sentence ->> 'template'
    from jsonb_each(
        case when jsonb_typeof(p_answer -> 'sections') = 'object' then p_answer -> 'sections' else '{}' end
    ) as s (section, sentences)
    cross join lateral jsonb_array_elements(case when jsonb_typeof(s.sentences) = 'array' then s.sentences else '[]' end)
        with ordinality as l (sentence, place)
    where jsonb_typeof(l.sentence -> 'template') = 'string';
$$;
comment on function core.prose_templates(jsonb) is 'Templates of a language model''s answer by section and place.';

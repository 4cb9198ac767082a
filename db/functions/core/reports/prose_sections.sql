-- The sentences of a report that a language model may write anew. Freshness and changes stay as they are: their facts are times and
-- earlier versions, of which a rewording gains nothing.
create or replace function core.prose_sections(p_summary jsonb)
returns table (section text, place bigint, sentence jsonb)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select s.section, l.place, l.sentence
    from jsonb_each(p_summary) as s (section, sentences)
    cross join lateral jsonb_array_elements(case when jsonb_typeof(s.sentences) = 'array' then s.sentences else '[]' end)
        with ordinality as l (sentence, place)
    where s.section not in ('freshness', 'changes');
$$;
comment on function core.prose_sections(jsonb) is 'Sections and sentences of a report''s summary that a language model may write anew.';

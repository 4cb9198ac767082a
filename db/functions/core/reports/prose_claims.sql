-- The claims of a report that a language model is given, and may use: the names of products and brands, and what the sentences by rules
-- state that it writes anew. Others, such as values of an earlier day, would have to be told apart from these by words.
create or replace function core.prose_claims(
    p_summary jsonb,
    p_evidence jsonb
)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(c.claim order by c.place), '[]')
    from jsonb_array_elements(p_evidence) with ordinality as c (claim, place)
    where c.claim ->> 'metric' in ('title', 'brand')
        or exists (select from core.prose_sections(p_summary) as s where s.sentence -> 'claims' ? (c.claim ->> 'id'));
$$;
comment on function core.prose_claims(jsonb, jsonb) is 'Claims of a report that a language model may use.';

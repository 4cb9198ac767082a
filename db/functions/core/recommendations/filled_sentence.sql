-- A template with the texts of its claims, in the form of all sentences.
create or replace function core.filled_sentence(
    p_template text,
    p_tone text,
    p_claims jsonb
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object(
            'template', p_template,
            'text', core.fill_slots(p_template, p_claims),
            'claims', coalesce((select jsonb_agg(distinct s.slot[1]) from regexp_matches(p_template, '{([^{}]+)}', 'g') as s (slot)), '[]'),
            'tone', p_tone
        )
    );
end;
$$;
comment on function core.filled_sentence(text, text, jsonb) is 'A sentence of a template over claims: {"template", "text", "claims", "tone"}.';

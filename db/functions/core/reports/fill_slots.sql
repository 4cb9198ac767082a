create or replace function core.fill_slots(
    p_template text,
    p_evidence jsonb
)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.fill_template(p_template, core.claim_texts(p_evidence));
end;
$$;
comment on function core.fill_slots(text, jsonb) is 'A sentence with the texts of its claims in the place of their ids.';

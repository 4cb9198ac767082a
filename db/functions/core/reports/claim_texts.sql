create or replace function core.claim_texts(p_evidence jsonb)
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_object_agg(c.claim ->> 'id', c.claim ->> 'text'), '{}')
        from jsonb_array_elements(p_evidence) as c (claim)
    );
end;
$$;
comment on function core.claim_texts(jsonb) is 'Texts of claims by their ids: {claim id: text}.';

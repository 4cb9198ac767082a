-- Claims that a summary or an action names, in their order.
create or replace function core.stated_claims(
    p_claims jsonb,
    p_summary jsonb,
    p_actions jsonb
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_agg(c.claim order by c.place), '[]')
        from jsonb_array_elements(p_claims) with ordinality as c (claim, place)
        where exists (
            select from jsonb_array_elements(p_summary || coalesce(p_actions, '[]')) as s (part)
            where s.part -> 'claims' ? (c.claim ->> 'id')
        )
    );
end;
$$;
comment on function core.stated_claims(jsonb, jsonb, jsonb) is 'The claims that sentences of a summary or actions name: the evidence to keep.';

-- Fill the slots of a template with the texts of the claims: {claim id}, or {claim id|abs} for a figure without its sign where the
-- sentence says the direction in words. A slot without a claim stays as it is, which a reader sees.
create or replace function core.fill_template(
    p_template text,
    p_texts jsonb
)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select string_agg(
            case
                when part.place % 2 = 1 then part.text
                when part.text like '%|abs' then coalesce(ltrim(p_texts ->> left(part.text, -4), '-'), '{' || part.text || '}')
                else coalesce(p_texts ->> part.text, '{' || part.text || '}')
            end,
            ''
            order by part.place
        )
        from regexp_split_to_table(p_template, '[{}]') with ordinality as part (text, place)
    );
end;
$$;
comment on function core.fill_template(text, jsonb) is 'A sentence with texts of claims, see core.claim_texts, in the place of their ids.';

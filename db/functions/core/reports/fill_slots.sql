-- Fill the slots of a template with the texts of the claims: {claim id}, or {claim id|abs} for a figure without its sign where the
-- sentence says the direction in words. A slot without a claim stays as it is, which a reader sees.
create or replace function core.fill_slots(
    p_template text,
    p_evidence jsonb
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(
        case
            when part.place % 2 = 1 then part.text
            else coalesce(
                case when part.text like '%|abs' then ltrim(claim.text, '-') else claim.text end,
                '{' || part.text || '}'
            )
        end,
        ''
        order by part.place
    )
    from regexp_split_to_table(p_template, '[{}]') with ordinality as part (text, place)
    left join lateral (
        select c.claim ->> 'text' as text
        from jsonb_array_elements(p_evidence) as c (claim)
        where part.place % 2 = 0 and c.claim ->> 'id' = regexp_replace(part.text, '\|abs$', '')
        limit 1
    ) as claim on true;
$$;
comment on function core.fill_slots(text, jsonb) is 'A sentence with the texts of its claims in the place of their ids.';

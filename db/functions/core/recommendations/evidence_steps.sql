-- Values of some claims on scales on which 1 is a change worth noticing: 10 % of a price or an amount, half of a rank again as much, 5
-- points of a percentage, a tenth of a star, 3 days, 5 points of a score. Everything else is compared as it is.
create or replace function core.evidence_steps(
    p_claims jsonb,
    p_ids text[]
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(
            jsonb_object_agg(
                c.claim ->> 'id',
                case
                    when jsonb_typeof(c.claim -> 'value') <> 'number' then c.claim -> 'value'
                    else to_jsonb(round(
                        case c.claim ->> 'unit'
                            when 'currency' then ln(greatest(v.value, 0.01)) / ln(1.1)
                            when 'count' then ln(greatest(v.value, 0.5)) / ln(1.1)
                            when 'rank' then ln(greatest(v.value, 1)) / ln(1.5)
                            when 'stars' then v.value * 10
                            when 'days' then v.value / 3
                            else v.value / 5
                        end, 2
                    ))
                end
            ),
            '{}'
        )
        from jsonb_array_elements(p_claims) as c (claim)
        cross join lateral (
            select case when jsonb_typeof(c.claim -> 'value') = 'number' then (c.claim ->> 'value')::numeric end as value
        ) as v
        where c.claim ->> 'id' = any (p_ids)
    );
end;
$$;
comment on function core.evidence_steps(jsonb, text[]) is 'Values of claims on scales on which 1 is a change worth noticing: what says whether the evidence of an action has changed.';

create or replace function core.recommendation_summary(
    p_obstacle text,
    p_price_obstacle text,
    p_has_actions boolean,
    p_claims jsonb
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_agg(core.filled_sentence(s.template, s.tone, coalesce(p_claims, '[]')) order by s.place)
        from (
            values
                (1, p_obstacle, 'bad'),
                (2, case when p_obstacle is null then
                    '{observed_days} of {expected_days} days were observed, and {observed_count} of {competitor_count} competitors on {as_of}.'
                end, 'neutral'),
                (3, case when p_obstacle is null then p_price_obstacle end, 'neutral'),
                (4, case when p_obstacle is null and not p_has_actions then 'No rule found a reason to act.' end, 'good')
        ) as s (place, template, tone)
        where s.template is not null
    );
end;
$$;
comment on function core.recommendation_summary(text, text, boolean, jsonb) is 'Sentences about the data that a recommendation rests on, and why there is none.';

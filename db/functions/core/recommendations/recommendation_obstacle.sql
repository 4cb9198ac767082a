-- Why nothing can be recommended for a product: the template of a sentence; null: the data suffice.
create or replace function core.recommendation_obstacle(
    p_subject core.recommendation_subject,
    p_limits jsonb
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select case
            when p_subject.as_of is null then 'Nothing is recommended: the product was never observed.'
            when p_subject.is_unlisted then 'Nothing is recommended: the listing was not found any more after {as_of}.'
            when p_subject.days_old >= (p_limits ->> 'max_age_days')::integer
                then 'Nothing is recommended: the newest observation, of {as_of}, is too old.'
            when coalesce(p_subject.observed_days, 0) < p_subject.expected_days * (p_limits ->> 'observed_share')::numeric
                then 'Nothing is recommended: only {observed_days} of {expected_days} days were observed.'
            when p_subject.expected_days is null then 'Nothing is recommended: the days up to {as_of} are no longer kept.'
            when coalesce(p_subject.competitor_count, 0) = 0 then 'Nothing is recommended: the product has no competitors.'
            when p_subject.observed_count = 0
                then 'Nothing is recommended: none of its {competitor_count} competitors was observed on {as_of}.'
        end
    );
end;
$$;
comment on function core.recommendation_obstacle(core.recommendation_subject, jsonb) is 'Why the data of a product are too thin for a recommendation, as the template of a sentence; null when they suffice.';

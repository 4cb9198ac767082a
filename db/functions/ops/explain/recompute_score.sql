-- The composite score: the weighted mean of the known scores of price, rank, rating and reviews. Arguments: the four z, then metric,
-- weight and is_lower_better of the weights, then metric and weight of those that the tenant has set for itself.
create or replace function ops.recompute_score(
    p_digits integer,
    p_inputs jsonb,
    out value jsonb,
    out how text
)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select
        to_jsonb(round(sum(s.weight * s.score) / nullif(sum(s.weight), 0), p_digits)),
        format(
            'mean of %s = %s', coalesce(string_agg(format('%s %s with weight %s', s.metric, round(s.score, 1), s.weight), ', '), 'no known score'),
            coalesce(round(sum(s.weight * s.score) / nullif(sum(s.weight), 0), p_digits)::text, 'unknown')
        )
    from (
        select
            w.metric,
            coalesce(
                (
                    select (p_inputs #>> array['8', (o.place - 1)::text])::numeric
                    from jsonb_array_elements_text(p_inputs -> 7) with ordinality as o (metric, place)
                    where o.metric = w.metric
                ),
                (p_inputs #>> array['5', (w.place - 1)::text])::numeric
            ) as weight,
            50 + 25 * greatest(-2, least(2, case when p_inputs #>> array['6', (w.place - 1)::text] = 'true' then -z.z else z.z end)) as score
        from jsonb_array_elements_text(p_inputs -> 4) with ordinality as w (metric, place)
        inner join (values
            ('price', (p_inputs #>> '{0,0}')::numeric), ('bsr', (p_inputs #>> '{1,0}')::numeric),
            ('rating', (p_inputs #>> '{2,0}')::numeric), ('reviews', (p_inputs #>> '{3,0}')::numeric)
        ) as z (metric, z) on z.metric = w.metric
        where z.z is not null
    ) as s;
$$;
comment on function ops.recompute_score(integer, jsonb) is 'The weighted score of ops.recompute.';

-- Share of the days observed, times competitors with data (3 or more count fully; null: the rule needs none), times a strength from
-- 0.5 at the threshold to 1 at twice the threshold or a given fact (null).
create or replace function core.recommendation_confidence(
    p_subject core.recommendation_subject,
    p_peer_count integer,
    p_excess numeric
)
returns numeric
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select round(
        least(1, p_subject.observed_days::numeric / nullif(p_subject.expected_days, 0))
        * coalesce(least(1, p_peer_count / 3.0), 1)
        * coalesce(least(1, greatest(0.5, 0.5 + 0.5 * p_excess)), 1),
        2
    );
$$;
comment on function core.recommendation_confidence(core.recommendation_subject, integer, numeric) is 'Confidence of an action, 0 to 1, from days observed, competitors with data, and the excess over the threshold as a share of it.';

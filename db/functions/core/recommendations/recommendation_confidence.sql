-- Share of the days observed, times competitors with data (3 or more count fully; null: the rule needs none), times a strength from
-- 0.5 at the threshold to 1 at twice the threshold or a given fact (null).
create or replace function core.recommendation_confidence(
    p_subject core.recommendation_subject,
    p_peer_count integer,
    p_excess numeric
)
returns numeric
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select round(
            -- least() and greatest() pass over null.
            case when p_subject.expected_days > 0 then least(1, p_subject.observed_days::numeric / p_subject.expected_days) end
            * case when p_peer_count is null then 1 else least(1, p_peer_count / 3.0) end
            * case when p_excess is null then 1 else least(1, greatest(0.5, 0.5 + 0.5 * p_excess)) end,
            2
        )
    );
end;
$$;
comment on function core.recommendation_confidence(core.recommendation_subject, integer, numeric) is 'Confidence of an action, 0 to 1, from days observed, competitors with data, and the excess over the threshold as a share of it.';

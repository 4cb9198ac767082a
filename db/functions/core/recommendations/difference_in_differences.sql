-- The change of one product beyond the mean change of others, with the 95 % interval of a prediction: the product, without the action,
-- would have changed as one more of the others. Fewer than 3 of them, or none that differs, give no interval.
create or replace function core.difference_in_differences(
    p_change numeric,
    p_peer_changes numeric[]
)
returns table (peer_count integer, peer_change numeric, effect numeric, effect_low numeric, effect_high numeric)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select
        p.peer_count, p.mean, p_change - p.mean, p_change - p.mean - p.margin, p_change - p.mean + p.margin
    from (
        select
            count(*)::integer as peer_count, avg(c.change) as mean,
            case when count(*) >= 3 then
                core.t_quantile(count(*)::integer - 1) * nullif(stddev_samp(c.change), 0) * sqrt(1 + 1.0 / count(*))
            end as margin
        from unnest(p_peer_changes) as c (change)
    ) as p;
$$;
comment on function core.difference_in_differences(numeric, numeric[]) is 'Change of a product minus the mean change of others, with the 95 % t interval of a prediction.';

-- Above 30 degrees of freedom that of 30, whose interval is a little wider: never a narrower one than it may be.
create or replace function core.t_quantile(p_degrees integer)
returns numeric
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select (array[
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101,
        2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    ])[least(p_degrees, 30)];
$$;
comment on function core.t_quantile(integer) is 'Quantile 0.975 of Student''s t distribution, 3 decimals; null without degrees of freedom.';

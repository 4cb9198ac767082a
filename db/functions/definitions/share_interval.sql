-- The 95 % Wilson score interval of a share, in percent with 2 decimals: it stays within 0 and 100 and is honest for small counts.
-- Null where the total is 0 or unknown, or the own count is above it. No SET clause: it must inline.
create or replace function definitions.share_interval(
    p_own bigint,
    p_total bigint,
    p_side integer
)
returns numeric
language sql
stable
parallel safe
as $$
    -- 1.959964 standard deviations; p_side is -1 for the lower end and 1 for the upper.
    select case when p_total > 0 and p_own between 0 and p_total then round((
        100 * (
            p_own::numeric / p_total + 1.920729 / p_total
            + p_side * 1.959964 * sqrt((p_own::numeric / p_total * (1 - p_own::numeric / p_total) + 0.960365 / p_total) / p_total)
        ) / (1 + 3.841459 / p_total)
    ), 2) end
$$;
comment on function definitions.share_interval(bigint, bigint, integer) is 'One end of the 95 % Wilson interval of a share, percent.';
grant execute on function definitions.share_interval(bigint, bigint, integer) to asinmart_api;

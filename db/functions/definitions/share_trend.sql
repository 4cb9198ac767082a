-- Whether a share moved between two periods: up or down where a two-proportion z test is at least 95 % sure, else too few to tell.
-- Null where either share is unknown. No SET clause: it must inline.
create or replace function definitions.share_trend(
    p_own bigint,
    p_total bigint,
    p_previous_own bigint,
    p_previous_total bigint
)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_own is null or p_previous_own is null or coalesce(p_total, 0) <= 0 or coalesce(p_previous_total, 0) <= 0 then null
        -- Compared without a division by a variance of 0.
        when (p_own::numeric / p_total - p_previous_own::numeric / p_previous_total) ^ 2
            >= 3.841459 * ((p_own + p_previous_own)::numeric / (p_total + p_previous_total))
                * (1 - (p_own + p_previous_own)::numeric / (p_total + p_previous_total)) * (1.0 / p_total + 1.0 / p_previous_total)
            and p_own::numeric / p_total <> p_previous_own::numeric / p_previous_total
            then case when p_own::numeric / p_total > p_previous_own::numeric / p_previous_total then 'up' else 'down' end
        else 'too few to tell'
    end
$$;
comment on function definitions.share_trend(bigint, bigint, bigint, bigint) is 'up, down or too few to tell, by a two-proportion z test.';

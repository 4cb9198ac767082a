-- Returns when a message that is ready at p_at may be sent: at once within the active hours, else at their next start.
-- The hours are those of p_time_zone, up to p_to_hour, over midnight where that is the smaller one. Null hours: always.
create or replace function ops.next_active_at(
    p_at timestamptz,
    p_from_hour integer,
    p_to_hour integer,
    p_time_zone text
)
returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when p_from_hour is null or p_to_hour is null then p_at
        when p_from_hour < p_to_hour and c.hour >= p_from_hour and c.hour < p_to_hour then p_at
        when p_from_hour > p_to_hour and (c.hour >= p_from_hour or c.hour < p_to_hour) then p_at
        else (
            select min(s.start_at)
            from (values (0), (1)) as d (days)
            cross join lateral (
                select (c.local_date + d.days + make_interval(hours => p_from_hour)) at time zone p_time_zone as start_at
            ) as s
            where s.start_at > p_at
        )
    end
    from (
        select extract(hour from p_at at time zone p_time_zone)::integer as hour, (p_at at time zone p_time_zone)::date as local_date
    ) as c;
$$;
comment on function ops.next_active_at(timestamptz, integer, integer, text) is 'Earliest time at which a message may be sent, given the active hours of its rule.';

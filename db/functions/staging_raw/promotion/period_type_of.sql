-- What a range of days is in Amazon's calendar: weeks run from Sunday to Saturday. A single day is a DAY.
create or replace function staging_raw.period_type_of(
    p_start_date date,
    p_end_date date
)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when p_end_date = p_start_date then 'DAY'
        when extract(dow from p_start_date) = 0 and p_end_date = p_start_date + 6 then 'WEEK'
        when p_start_date = date_trunc('month', p_start_date)::date
            and p_end_date = (date_trunc('month', p_start_date) + interval '1 month - 1 day')::date then 'MONTH'
        when p_start_date = date_trunc('quarter', p_start_date)::date
            and p_end_date = (date_trunc('quarter', p_start_date) + interval '3 months - 1 day')::date then 'QUARTER'
        when p_end_date > p_start_date then 'RANGE'
    end;
$$;
comment on function staging_raw.period_type_of(date, date) is 'DAY, WEEK, MONTH or QUARTER that a range of days is, RANGE for any other; null for none.';

-- An amount of money as core stores it: rounded to cents, above 0 and within numeric(12, 2). No SET clause: it must
-- inline.
create or replace function staging_raw.amount(p_amount numeric)
returns numeric
language sql
immutable
parallel safe
as $$
    select case when p_amount > 0 and p_amount < 9999999999.995 then nullif(round(p_amount, 2), 0) end;
$$;
comment on function staging_raw.amount(numeric) is 'Amount rounded to cents; null when it is 0, negative or too large.';

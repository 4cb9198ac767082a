-- The list of currency signs as one value, sign to currency, so that it is a constant in the caller's plan.
create or replace function staging_raw.currency_codes()
returns jsonb
language sql
immutable
parallel safe
as $$
    select jsonb_object_agg(sign.name, list.currency)
    from staging_raw.currency_signs() as list
    cross join unnest(list.signs) as sign (name);
$$;
comment on function staging_raw.currency_codes() is 'Currency of each sign, code and word for a currency.';

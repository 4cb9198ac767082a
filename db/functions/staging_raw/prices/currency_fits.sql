-- Returns whether a currency as written (see parse_currency) can be that of a shop. Null, which means no currency was
-- written, fits every shop.
create or replace function staging_raw.currency_fits(
    p_said text,
    p_currency_code text
)
returns boolean
language sql
immutable
parallel safe
as $$
    select coalesce(
        case p_said
            when '$' then p_currency_code in ('USD', 'CAD', 'AUD', 'MXN', 'SGD')
            when U&'\00A5' then p_currency_code in ('JPY', 'CNY')
            else p_said = p_currency_code
        end,
        true
    );
$$;
comment on function staging_raw.currency_fits(text, text) is 'Whether a currency, as written in texts, can be the currency of a shop.';

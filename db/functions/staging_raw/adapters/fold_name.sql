-- What two names of a column have in common when they mean the same: "Buy Box: Current" and "buy_box_current", "Price
-- (USD)", "Price $" and "price". Without marks, blanks, signs and a currency at the end, in small letters.
create or replace function staging_raw.fold_name(p_name text)
returns text
language sql
immutable
parallel safe
as $$
    select regexp_replace(
        lower(regexp_replace(
            p_name, '[[:space:]_(\[-](in[[:space:]_]+)?(usd|eur|gbp|jpy|inr|cad|aud|brl|mxn|sek|pln|try|aed|sar|sgd|egp)[)\]]?[[:space:]]*$', '', 'i'
        )),
        U&'[][[:space:][:punct:]$\00A0\00A3\00A5\20A0-\20CF\200B-\200F\202A-\202E\2060\FEFF\FFE5]+', '', 'g'
    );
$$;
comment on function staging_raw.fold_name(text) is 'Column name without what spelling differs in: case, blanks, punctuation, currency.';

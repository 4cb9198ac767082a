-- Reduces a column name to what its spellings have in common, so that "Buy Box: Current" equals "buy_box_current", and
-- "Price (USD)" and "Price $" equal "price". Lower case, without punctuation, spaces, signs and a currency at the end.
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
comment on function staging_raw.fold_name(text) is 'Column name without differences of spelling: case, spaces, punctuation, currency.';

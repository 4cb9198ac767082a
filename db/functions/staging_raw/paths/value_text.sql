-- SQL of the branches of a CASE that gives a column of an adapter's row "o" as the promotion stores it, see staging_raw.adapt_statement.
create or replace function staging_raw.value_text(p_columns text[])
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(format(
        case
            when c.name in ('price', 'list_price', 'buybox_price') then 'when %1$L then to_jsonb(staging_raw.amount(o.%1$I))'
            when c.name = 'used_price' then 'when %1$L then to_jsonb(nullif(round(o.%1$I, 2), 0))'
            when c.name = 'rating' then 'when %1$L then to_jsonb(round(o.%1$I, 2))'
            else 'when %1$L then to_jsonb(o.%1$I)'
        end,
        c.name
    ), ' ' order by c.name)
    from unnest(p_columns) as c (name);
$$;
comment on function staging_raw.value_text(text[]) is 'SQL of the values of an adapter''s row as the promotion stores them.';

-- Returns an item with its columns renamed by ops.column_names. Of several columns with the same meaning the first
-- non-empty one by priority is used; a price text that means "no price" becomes null; unknown columns stay. A currency
-- in the name of the price column becomes the currency of the item, and a locale, as in Keepa's exports, the url of its
-- shop. The parts of a price object that no adapter reads are looked up like columns: price.current, price.raw.
-- Set-based: one lookup for all keys of the item.
create or replace function staging_raw.rename_columns(p_payload jsonb)
returns jsonb
language sql
stable
parallel safe
as $$
    with cells as (
        select
            coalesce(c.standard_name, e.key) as name,
            e.key,
            e.value,
            coalesce(c.priority, 32767) as priority,
            c.standard_name is not null
                and coalesce(e.value #>> '{}', '') ~* '^[[:space:]]*(-|n/a|nan|null|none)?[[:space:]]*$' as is_blank
        from (
            select top.key, top.value
            from jsonb_each(case when jsonb_typeof(p_payload) = 'object' then p_payload else '{}' end) as top
            where top.key <> 'price' or jsonb_typeof(top.value) <> 'object' or top.value ?| array['value', 'amount', 'min', 'price']
            union all
            select 'price.' || part.key, part.value
            from jsonb_each(case
                when jsonb_typeof(p_payload -> 'price') = 'object'
                    and not p_payload -> 'price' ?| array['value', 'amount', 'min', 'price'] then p_payload -> 'price'
                else '{}'
            end) as part
        ) as e
        left join ops.column_names as c on c.folded_name = staging_raw.fold_name(e.key)
            and (
                jsonb_typeof(e.value) not in ('object', 'array')
                or c.standard_name in ('price', 'list_price', 'used_price', 'buybox_price', 'category_path')
            )
    ),
    chosen as (
        select distinct on (c.name) c.name, c.key, c.value
        from cells as c
        where not c.is_blank
        order by c.name, c.priority, c.key
    ),
    renamed as (
        select
            coalesce(jsonb_object_agg(c.name, c.value), '{}') as item,
            max(c.key) filter (where c.name = 'price') as price_key
        from chosen as c
    )
    select
        case when exists (select from cells as c where c.name = 'price' and c.is_blank) then jsonb '{"price": null}' else '{}' end
        || case
            when r.item ? 'currency' then '{}'
            when r.price_key ~* '[[:space:]_(\[-](usd|eur|gbp|jpy|inr|cad|aud|brl|mxn|sek|pln|try|aed|sar|sgd|egp)[)\]]?[[:space:]]*$'
                then jsonb_build_object('currency', upper(substring(r.price_key from '([[:alpha:]]{3})[)\]]?[[:space:]]*$')))
            when r.price_key ~ U&'[$\00A3\00A5\20A0-\20CF\FFE5]'
                then jsonb_build_object('currency', substring(r.price_key from U&'[$\00A3\00A5\20A0-\20CF\FFE5]'))
            else '{}'
        end
        || case
            when not r.item ? 'url' and r.item ->> 'locale' ~ '^[a-z]{2,3}([.][a-z]{2})?$'
                then jsonb_build_object('url', format(
                    'https://www.amazon.%s/dp/%s', r.item ->> 'locale', staging_raw.parse_asin(r.item -> 'asin', null)
                ))
            else '{}'
        end
        || r.item
    from renamed as r;
$$;
comment on function staging_raw.rename_columns(jsonb) is 'Item with its columns renamed by ops.column_names.';

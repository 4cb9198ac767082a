-- Returns whether ops.column_names makes an item without a known shape readable: it identifies a product, has at least
-- one value of it, and no price remains under an unknown name. A rating alone does not count: it may be that of one
-- review.
create or replace function staging_raw.has_named_columns(p_payload jsonb)
returns boolean
language sql
stable
parallel safe
as $$
    -- A price of 0 counts as missing.
    select renamed.item ?| array['asin', 'url']
        and coalesce(
            not (staging_raw.is_unknown(renamed.item ->> 'price') or renamed.item ->> 'price' ~ '^0*[.,]?0*$')
            or (
                renamed.item ?| array[
                    'bsr', 'reviews_count', 'in_stock', 'availability', 'buybox_price', 'used_price', 'offers_count'
                ]
                and not staging_raw.has_other_price(renamed.item)
            ),
            false
        )
    from (select staging_raw.rename_columns(p_payload) as item offset 0) as renamed;
$$;
comment on function staging_raw.has_named_columns(jsonb) is 'True for an item whose columns ops.column_names maps to ours.';

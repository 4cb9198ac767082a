-- Returns whether an item in the plain form also has a key that ops.column_names renames, such as "Availability" beside
-- "price". The whole item is then read with that table. Most items have only our own names, which is tested first.
create or replace function staging_raw.has_other_columns(p_payload jsonb)
returns boolean
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_others jsonb := p_payload - array[
        'asin', 'url', 'price', 'scraped_at', 'title', 'rating', 'reviews_count', 'bsr', 'bsr_category', 'in_stock', 'marketplace', 'status',
        'observed_date', 'date', 'brand', 'list_price', 'buybox_price', 'buybox_seller', 'availability', 'currency', 'offers_count', 'bsr_data',
        'bsr_main', 'image_url', 'category_path', 'parent_asin', 'requested_asin', 'list_category', 'list_rank', 'manufacturer', 'model',
        'coupon', 'is_prime', 'bullets', 'attributes', 'used_price', 'condition', 'item_condition', 'timestamp', 'is_used', 'is_new'
    ];
begin
    if v_others = '{}' then
        return false;
    end if;
    return exists (
        select from jsonb_object_keys(v_others) as k (key)
        inner join ops.column_names as c on c.folded_name = staging_raw.fold_name(k.key)
    );
end;
$$;
comment on function staging_raw.has_other_columns(jsonb) is 'True for an item in the plain form with columns that ops.column_names renames.';

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

-- The paths of one column of an item, as the adapter reads it.
create function pg_temp.paths(p_adapter regproc, p_column text, p_item jsonb, p_asin text default 'B0TESTA001')
returns table (value jsonb, path text, payload_value jsonb, is_one_of boolean)
language plpgsql
as $$
declare
    v_row record;
begin
    for v_row in
        execute staging_raw.paths_statement(p_adapter, array[p_column])
        using array[1], array[0], array[p_item], array['.'], array[p_column], array[p_asin], array[null::timestamptz], array[null::text],
            array[null::jsonb]
    loop
        value := v_row.value;
        path := v_row.path;
        payload_value := v_row.payload_value;
        is_one_of := v_row.is_one_of;
        return next;
    end loop;
end;
$$;
select results_eq(
    $$select * from pg_temp.paths('staging_raw.from_junglee_product', 'price', '{"asin": "B0TESTA001", "price": {"value": 12.5, "currency": "$"}, "stars": 4}')$$,
    $$values ('12.50'::jsonb, '$.price.value', '12.5'::jsonb, false)$$, 'the smallest part without which the value is another'
);
select results_eq(
    $$select path, payload_value from pg_temp.paths('staging_raw.from_junglee_product', 'buybox_price',
        '{"asin": "B0TESTA001", "price": {"value": 12.5}, "seller": {"id": "S1"}}')$$,
    $$values ('$.price.value', '12.5'::jsonb), ('$.seller.id', '"S1"')$$, 'a value can need two parts'
);
select results_eq(
    $$select path, is_one_of from pg_temp.paths('staging_raw.from_junglee_product', 'buybox_seller',
        '{"asin": "B0TESTA001", "price": {"value": 12.5}, "seller": {"id": "S1", "name": "S1"}}')$$,
    $$values ('$.seller.name', true)$$, 'where two parts state the same, one of them is found and says so'
);
select results_eq(
    $$select value, path from pg_temp.paths('staging_raw.from_junglee_product', 'rating', '{"asin": "B0TESTA001", "price": {"value": 12.5}}')$$,
    $$values (null::jsonb, null::text)$$, 'an item that states no value has no path'
);
select results_eq(
    $$select value, path from pg_temp.paths('staging_raw.from_junglee_product', 'speaks_of_offers', '{"asin": "B0TESTA001"}')$$,
    $$values ('true'::jsonb, '$')$$, 'a value that no part of the item decides is of the whole item'
);
select results_eq(
    $$select value, path from pg_temp.paths('staging_raw.from_named_columns', 'price', '{"ASIN": "B0TESTA001", "Price  $": "$24.99", "BSR": 5}')$$,
    $$values ('24.99'::jsonb, '$."Price  $"')$$, 'a renamed column has the path of its own name'
);
select results_eq(
    $$select value, path from pg_temp.paths('staging_raw.from_bestseller_list', 'list_rank', '{"slug": "mugs", "products": [
        {"asin": "B0TESTA002", "rank": 1}, {"asin": "B0TESTA001", "rank": 2}]}')$$,
    $$values ('2'::jsonb, '$.products[1].rank')$$, 'in a list the element of the product is found'
);
select results_eq(
    $$select path, payload_value from pg_temp.paths('staging_raw.from_axesso_product', 'bsr', '{"asin": "B0TESTA001", "price": 3, "statusMessage": "FOUND",
        "productDetails": [{"name": "Color", "value": "Red"}, {"name": "Best Sellers Rank", "value": "#7 in Mugs"}]}')$$,
    $$values ('$.productDetails[1].name', '"Best Sellers Rank"'::jsonb), ('$.productDetails[1].value', '"#7 in Mugs"')$$,
    'a rank in a text of details'
);
select results_eq(
    $$select value, path from pg_temp.paths('staging_raw.from_observation', 'price', '{"asin": "B0TESTA001", "price": -5}')$$,
    $$values (null::jsonb, null::text)$$, 'values are those that the promotion stores: no price below 0'
);

select * from finish();
rollback;

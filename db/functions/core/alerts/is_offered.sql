-- Whether the price of a day is one to buy at: a product that is out of stock may still show one. What is not known is no reason to
-- doubt it. No SET clause: it must inline.
create or replace function core.is_offered(
    p_status text,
    p_in_stock boolean
)
returns boolean
language sql
immutable
as $$
    select p_in_stock is not false and p_status is distinct from 'out_of_stock';
$$;
comment on function core.is_offered(text, boolean) is 'Whether a day''s price is one to buy at: the product is not out of stock.';

-- Returns whether a product can be bought at the price of a day: a page may show a price while the product is out of
-- stock. An unknown status counts as offered. No SET clause: it must inline.
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

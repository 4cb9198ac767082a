-- Why no price is recommended although other things may be: the template of a sentence; null: prices can be compared.
create or replace function core.price_obstacle(p_subject core.recommendation_subject)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select case
            when p_subject.price is null then 'No price is recommended: none was shown on {as_of}.'
            when p_subject.is_fetch_failing then 'No price is recommended: the last look at the listing, after {as_of}, failed.'
            when p_subject.status is distinct from 'ok' or p_subject.in_stock is false
                then 'No price is recommended: it is not known that the product could be bought at {price}.'
            when p_subject.is_price_suspect
                then 'No price is recommended: on {as_of} a price, its own or a competitor''s, is so far from the days before that it may be wrong.'
        end
    );
end;
$$;
comment on function core.price_obstacle(core.recommendation_subject) is 'Why the price of a product cannot be compared, as the template of a sentence; null when it can.';

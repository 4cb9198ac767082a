-- Returns whether an item without our price key has a price under a name that no adapter reads: it must not count as an
-- item without an offer. Other prices (struck through, per unit, shipping, averages, the buy box, used) are not the
-- price of the product; prices inside a list of offers are.
create or replace function staging_raw.has_other_price(p_payload jsonb)
returns boolean
language sql
immutable
parallel safe
as $$
    select exists (
        select from jsonb_each(case when jsonb_typeof(p_payload) = 'object' then p_payload else '{}' end) as e
        where e.value::text ~ '[1-9]'
            and (
                e.key ~* (
                    'price|pricing|preis|prix|precio|prezzo|prijs|\mpris\M|\mcena\M|fiyat|\mcost\M|kosten|co[su]to|amount|betrag|'
                    || U&'pre\00E7o|preco|\4FA1\683C|\4EF7\683C|\50F9\683C|\50F9\6BB5|\0633\0639\0631'
                )
                and e.key !~* (
                    '\mwas|strike|retail|unit|\mper\M|per_|_per|shipping|delivery|versand|avg|average|mean|median|tier|old|before|drop'
                    '|currency|percent|pct|discount|saving|rrp|msrp|uvp|used|histor|original|initial|regular|status|symbol|coupon'
                    '|previous|target|alert|change|diff|gap|bucket|score|rank|fee|list[ _]?price|^buybox_price$'
                )
                or e.key ~* '^(offers?|deals?|sellers?|buy_?box(_?winner)?|buying_?options?)$' and e.value::text ~* '"[^"]*price[^"]*": *("?[^",{}]*[1-9]|[{][^}]*[1-9])'
            )
    );
$$;
comment on function staging_raw.has_other_price(jsonb) is 'True for an item with a price under a key that no adapter reads.';

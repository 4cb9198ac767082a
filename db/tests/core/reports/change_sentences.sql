begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(11);

create function pg_temp.said(p_values jsonb, p_section text) returns text[] language sql stable as $$
    select array_agg(s.tone || ' ' || s.template order by s.place)
    from core.change_sentences(p_values, 'M', array['A']) as s
    where s.section = p_section;
$$;
select is(pg_temp.said('{"price:M": 10, "date:M": "2025-03-30"}', 'changes'), null, 'a first version has no changes');
select is(
    pg_temp.said('{"previous.date:M": "2025-03-20", "price:A": 10, "previous.price:A": 10.05}', 'changes'),
    array['neutral No price, rank, rating, stock status or seller moved much since {previous.date:M}.'], 'less than 1 % is no change'
);
select is(
    pg_temp.said('{"previous.date:M": "2025-03-20", "price:M": 9, "previous.price:M": 10, "price:A": 9, "previous.price:A": 10}', 'changes'),
    array[
        'neutral The price of {title:M} changed from {previous.price:M} to {price:M}.', 'bad The price of {title:A} changed from {previous.price:A} to {price:A}.'
    ],
    'a competitor that became cheaper is bad; the own price is the owner''s choice'
);
select is(
    pg_temp.said('{"price:A": 11, "previous.price:A": 10}', 'changes'), array['good The price of {title:A} changed from {previous.price:A} to {price:A}.'],
    'one that became dearer is good'
);
select is(
    pg_temp.said(
        '{"bsr:M": 70, "previous.bsr:M": 100, "bsr_category:M": "x", "previous.bsr_category:M": "x", "bsr:A": 70, "previous.bsr:A": 100, "bsr_category:A": "x", "previous.bsr_category:A": "x"}', 'changes'
    ),
    array['good The rank of {title:M} changed from {previous.bsr:M} to {bsr:M}.', 'bad The rank of {title:A} changed from {previous.bsr:A} to {bsr:A}.'],
    'a rank by 30 %'
);
select is(
    coalesce(pg_temp.said('{"bsr:M": 71, "previous.bsr:M": 100, "bsr_category:M": "x", "previous.bsr_category:M": "x"}', 'changes'), '{}')
        || coalesce(pg_temp.said('{"bsr:M": 1, "previous.bsr:M": 100, "bsr_category:M": "x", "previous.bsr_category:M": "y"}', 'changes'), '{}'),
    '{}', 'neither by less, nor against the rank in another category'
);
select is(
    pg_temp.said('{"rating:M": 4.1, "previous.rating:M": 4.2, "rating:A": 4.1, "previous.rating:A": 4.15}', 'changes'),
    array['bad The rating of {title:M} changed from {previous.rating:M} to {rating:M}.'], 'a rating by a tenth of a star'
);
select is(
    pg_temp.said('{"in_stock:M": false, "previous.in_stock:M": true, "in_stock:A": false, "previous.in_stock:A": true}', 'changes')
        || pg_temp.said('{"in_stock:M": true, "previous.in_stock:M": false, "in_stock:A": true, "previous.in_stock:A": false}', 'changes'),
    array['bad {title:M} went out of stock.', 'good {title:A} went out of stock.', 'good {title:M} is in stock again.', 'bad {title:A} is in stock again.'],
    'stock'
);
select is(
    pg_temp.said('{"buybox_seller:M": "Y", "previous.buybox_seller:M": "X", "buybox_seller:A": "X"}', 'changes'),
    array['neutral The featured offer of {title:M} went from {previous.buybox_seller:M} to {buybox_seller:M}.'],
    'the seller of the featured offer; an unknown value before is no change'
);
select is(
    pg_temp.said('{"date:M": "2025-03-30", "date:A": "2025-03-30"}', 'freshness') || pg_temp.said('{"date:M": "2025-03-30", "date:A": "2025-03-28"}', 'freshness'),
    array[
        'neutral {title:M} was last observed on {date:M}.', 'neutral {title:M} was last observed on {date:M}.', 'neutral {title:A} was last observed on {date:A}.'
    ],
    'the last day, of competitors if it is another'
);
select is(
    (pg_temp.said('{"date:M": "2025-03-30", "observed_days_30d:M": 15, "date:A": "2025-03-30", "observed_days_30d:A": 14}', 'freshness'))[2:],
    array['bad {title:A} was observed on only {observed_days_30d:A} of the last 30 days.'], 'fewer than 15 days of 30 are few'
);

select * from finish();
rollback;

-- A made-up market of any size, computed set by set. Each value follows from hashes of the product's number and the day, so
-- any day can be computed without the days before it and is the same on every machine. Prices hold for weeks and then step,
-- ranks move in waves with noise and a rare jump, ratings drift, reviews only grow. Three days in a hundred are missing, one
-- or two in a hundred lack a price, a rank, a rating or a count.
create schema bench;

create function bench.asin_at(p_number bigint)
returns text
language sql
immutable
as $$
    select 'B' || lpad(p_number::text, 9, '0');
$$;

-- The number of products in a row that are a family: one main product and its competitors.
create function bench.family_size()
returns integer
language sql
immutable
as $$
    select 5;
$$;

-- The constant facts of each product.
create function bench.products(p_products integer)
returns table (
    number bigint,
    asin text,
    family bigint,
    is_main boolean,
    cents integer,
    has_list_price boolean,
    price_days integer,
    log_rank double precision,
    rank_days integer,
    main_factor integer,
    stars double precision,
    reviews integer,
    reviews_rate double precision,
    seller text,
    other_seller text,
    phase double precision
)
language sql
immutable
as $$
    select
        n.number,
        bench.asin_at(n.number),
        n.number / bench.family_size(),
        n.number % bench.family_size() = 0,
        ((1500 + (theirs.hash & 8191)) * (930 + (ours.hash & 127)) / 1000)::integer,
        (ours.hash >> 7 & 1) = 0,
        26 + (ours.hash >> 8 & 15)::integer,
        3.7 + (ours.hash >> 12 & 1023) / 1024.0::double precision * 6.2,
        60 + (ours.hash >> 22 & 63)::integer,
        8 + (theirs.hash >> 16 & 31)::integer,
        3.7 + (ours.hash >> 28 & 127) / 127.0::double precision,
        20 + exp((ours.hash >> 35 & 1023) / 1024.0::double precision * 9)::integer,
        0.05 + (ours.hash >> 45 & 255) / 64.0::double precision,
        'A0BENCH' || lpad((ours.hash >> 53 & 1023)::text, 7, '0'),
        'A1BENCH' || lpad((theirs.hash >> 21 & 1023)::text, 7, '0'),
        (ours.hash >> 20 & 1023) / 163.0::double precision
    from generate_series(0::bigint, p_products - 1) as n (number)
    cross join lateral (select hashint8extended(n.number, 1) as hash) as ours
    cross join lateral (select hashint8extended(n.number / bench.family_size(), 2) as hash) as theirs;
$$;

-- The values of the products on each day from p_from to p_to.
create function bench.days(
    p_products integer,
    p_from date,
    p_to date
)
returns table (
    asin text,
    date date,
    price numeric,
    list_price numeric,
    buybox_price numeric,
    buybox_seller text,
    bsr integer,
    bsr_category text,
    bsr_main integer,
    rating numeric,
    reviews_count integer,
    in_stock boolean,
    status text,
    observed_at timestamptz
)
language sql
stable
as $$
    with products as materialized (
        select p.* from bench.products(p_products) as p
    ),
    shown as (
        select
            p.asin,
            p.number,
            p.family,
            p.main_factor,
            d.day,
            case
                when (luck.hash >> 10 & 1023) >= 12
                    then p.cents + trunc(
                        p.cents * case when (steps.hash & 7) = 0 then 0.14 else 0.04 end
                        * ((steps.hash >> 8 & 65535) / 32768.0::double precision - 1)
                    )::integer
            end as cents,
            case when p.has_list_price then p.cents * 5 / 4 end as list_cents,
            case when (hashint8extended(p.number << 20 | d.number / 240, 13) & 7) = 0 then p.other_seller else p.seller end as seller,
            case
                when (luck.hash >> 20 & 1023) >= 20
                    then 1 + exp(
                        p.log_rank
                        + 0.35 * sin(6.283185307 * d.number / p.rank_days + p.phase)
                        + 0.12 * sin(6.283185307 * d.number / (14 + p.rank_days % 16) + 3 * p.phase)
                        + ((luck.hash >> 40 & 65535) / 65536.0::double precision - 0.5) * 0.08
                        + case when (luck.hash >> 30 & 1023) < 16 then 0.7 else 0 end
                    )::integer
            end as bsr,
            case
                when (luck.hash >> 56 & 127) > 0
                    then round((10 * (p.stars + 0.15 * sin(d.number / 200.0::double precision + p.phase)))::numeric) / 10
            end as rating,
            case when (luck.hash >> 4 & 63) > 0 then p.reviews + floor(p.reviews_rate * d.number)::integer end as reviews_count
        from products as p
        cross join (
            select day::date as day, (day::date - date '2020-01-01')::bigint as number
            from generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') as day
        ) as d
        cross join lateral (select hashint8extended(p.number << 20 | d.number, 11) as hash) as luck
        cross join lateral (
            select hashint8extended(p.number << 20 | (d.number + p.number % 97) / p.price_days, 12) as hash
        ) as steps
        where (luck.hash >> 48 & 255) >= 8
    )
    select
        s.asin,
        s.day,
        s.cents::numeric / 100,
        s.list_cents::numeric / 100,
        s.cents::numeric / 100,
        case when s.cents is not null then s.seller end,
        s.bsr,
        case when s.bsr is not null then 'Shelf ' || s.family % 150 end,
        s.bsr * s.main_factor,
        s.rating,
        s.reviews_count,
        s.cents is not null,
        case when s.cents is null then 'out_of_stock' else 'ok' end,
        (s.day + interval '8 hours 5 minutes' + make_interval(secs => s.number % 3000)) at time zone 'UTC'
    from shown as s;
$$;

-- One day as JSON items in the shape of the junglee actors, padded by a description to p_item_bytes.
create function bench.items(
    p_products integer,
    p_day date,
    p_item_bytes integer
)
returns setof text
language sql
stable
as $$
    select
        i.head || repeat('Made to be used every day. ', greatest(0, p_item_bytes - length(i.head) - length(i.tail)) / 27) || i.tail
    from (
        select
            format(
                '{"title":%s,"url":"https://www.amazon.com/dp/%s","asin":"%s","originalAsin":"%s","listPrice":%s,"brand":%s,'
                '"shippingPrice":null,"breadCrumbs":%s,"thumbnailImage":"https://images.example.com/%s.jpg","features":["%s"],'
                '"starsBreakdown":{},"description":"',
                to_json(p.title), d.asin, d.asin, d.asin,
                case when d.list_price is null then 'null' else format('{"value":%s,"currency":"$"}', round(d.list_price, 2)) end,
                to_json(p.brand), to_json(p.category_path), d.asin, p.model
            ) as head,
            format(
                '","price":%s,"inStock":%s,"inStockText":"%s","seller":%s,"stars":%s,"reviewsCount":%s,"bestsellerRanks":%s,'
                '"scrapedAt":"%s"}',
                case when d.price is null then 'null' else format('{"value":%s,"currency":"$"}', round(d.price, 2)) end,
                d.in_stock::text,
                case when d.in_stock then 'In Stock' else 'Currently unavailable.' end,
                case when d.price is null then 'null' else format('{"name":"Shop","id":"%s","url":null}', d.buybox_seller) end,
                coalesce(round(d.rating, 1)::text, 'null'),
                coalesce(d.reviews_count::text, 'null'),
                case
                    when d.bsr is null then '[]'
                    else format(
                        '[{"rank":%s,"category":"Home"},{"rank":%s,"category":"%s"}]', d.bsr_main, d.bsr, d.bsr_category
                    )
                end,
                to_char(d.observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')
            ) as tail
        from bench.days(p_products, p_day, p_day) as d
        inner join core.products as p on p.asin = d.asin and p.marketplace = 'US'
        order by d.asin
    ) as i;
$$;

-- The statement that turns the stored reviews of one shape into pg_temp.review_rows, checked, given its adapter. $1 job, $2 the run's
-- marketplace, $3 its time, $4 its day, $5 now, $6 items, $7 and $8 arrival range (prunes partitions).
-- Shop: the host of an address in the item; else the run's marketplace; else what the item says; else US. The country of a review is that
-- of its reviewer and says nothing about the shop. Seen: as of an observation, but what an item calls its date is the day of the review.
-- A field that cannot be read is null and listed in faults; the review is kept. Dynamic, because the adapter must be named in the
-- statement.
create or replace function staging_raw.review_statement(p_adapter regproc)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format($sql$
        insert into pg_temp.review_rows (
            raw_event_id, item_no, item_source, marketplace, seen_on, reject_code, reject_detail, time_from, shop_from, faults,
            review_id, asin, variant_asin, rating, title, text, is_verified, reviewed_on, country_code, variant, helpful_count, image_count
        )
        select
            r.id, r.item_no, r.source, place.marketplace, (seen.at at time zone place.time_zone)::date, checked.code,
            case checked.code
                when 'review_id_missing' then 'the item has no review id'
                when 'review_id_invalid' then format('%%L is no id of a review: 5 to 30 capital letters and digits', left(o.review_id, 50))
                when 'rating_missing' then 'the review has no rating'
                when 'rating_invalid' then format('%%L is no whole number of stars from 1 to 5', left(o.rating, 50))
                else staging_raw.reject_detail(
                    checked.code, o.asin, host.marketplace, $2, said.host, null, null, seen.unknown_shop, seen.at
                )
            end,
            case when o.scraped_at is not null then 'item' when coalesce($4::timestamp, $3::timestamp) is not null then 'run' else 'arrival' end,
            case
                when host.marketplace is not null then 'url'
                when $2 is not null then 'run'
                when field.marketplace is not null then 'field'
                else 'default'
            end,
            nullif(array_remove(array[
                case when not variant.is_asin then 'variant_asin: ' || shown.variant || ' is no ASIN' end,
                case when o.verified is not null and given.is_verified is null then 'is_verified: ' || shown.verified || ' is neither true nor false' end,
                case
                    when given.day > (seen.at at time zone place.time_zone)::date + 1 then 'reviewed_on: ' || given.day || ' is after the review was seen'
                    when given.day < date '1995-01-01' then 'reviewed_on: ' || given.day || ' is before any review'
                    when given.day is null and coalesce(o.day, o.place) is not null then 'reviewed_on: ' || shown.day || ' has no readable day'
                end,
                case
                    when coalesce(o.place, o.country) is not null and given.country is null
                        then 'country_code: ' || shown.country || ' names no known country'
                end,
                case
                    when o.helpful is not null and (given.helpful between 0 and 2147483647) is not true
                        then 'helpful_count: ' || shown.helpful || ' is not a count'
                end
            ], null), '{}'),
            o.review_id, o.asin, case when variant.is_asin then o.variant_asin end, given.stars, o.title, o.text, given.is_verified,
            case when given.day between date '1995-01-01' and (seen.at at time zone place.time_zone)::date + 1 then given.day end,
            given.country, o.variant, case when given.helpful between 0 and 2147483647 then given.helpful end,
            o.image_count
        from staging_raw.raw_events as r
        cross join lateral (select f.* from %s(r.payload || '{}') as f offset 0) as o
        cross join lateral (select staging_raw.url_domain(o.url) as host offset 0) as said
        left join core.marketplace_names as host on host.name = said.host
        left join core.marketplace_names as field on field.name = lower(o.shop)
        left join core.marketplace_names as land on land.name = lower(o.country)
        inner join core.marketplaces as place on place.marketplace = coalesce(host.marketplace, $2, field.marketplace, 'US')
        cross join lateral (select o.variant_asin ~ '^[A-Z0-9]{10}$' as is_asin) as variant
        cross join lateral (
            select
                coalesce(o.scraped_at, $4::timestamp at time zone place.time_zone, $3, r.fetched_at) as at,
                case when host.marketplace is null and $2 is null and field.marketplace is null then o.shop end as unknown_shop
        ) as seen
        cross join lateral (
            select
                staging_raw.parse_rating(o.rating) as stars,
                staging_raw.parse_boolean(o.verified) as is_verified,
                coalesce(staging_raw.parse_day(o.day), staging_raw.review_day(o.day), staging_raw.review_day(o.place)) as day,
                coalesce(
                    land.marketplace, staging_raw.phrase_meaning('country', left(o.country, 200)),
                    staging_raw.phrase_meaning('country', left(o.place, 200))
                ) as country,
                staging_raw.parse_helpful(o.helpful) as helpful
            offset 0
        ) as given
        -- A fault is a sentence; it quotes the first of the values.
        cross join lateral (
            select
                replace(left(o.variant_asin, 50), ' ', U&'\00A0') as variant,
                replace(left(o.verified, 50), ' ', U&'\00A0') as verified,
                replace(left(coalesce(o.day, o.place), 100), ' ', U&'\00A0') as day,
                replace(left(coalesce(o.country, o.place), 100), ' ', U&'\00A0') as country,
                replace(left(o.helpful, 50), ' ', U&'\00A0') as helpful
        ) as shown
        cross join lateral (
            select case
                when o.review_id is null then 'review_id_missing'
                when o.review_id !~ '^[A-Z0-9]{5,30}$' then 'review_id_invalid'
                else coalesce(
                    staging_raw.reject_code(
                        o.asin, host.marketplace, $2, said.host, null, null, seen.unknown_shop, seen.at, least($5, r.fetched_at)
                    ),
                    case
                        when o.rating is null then 'rating_missing'
                        when (given.stars between 1 and 5 and given.stars = trunc(given.stars)) is not true then 'rating_invalid'
                    end
                )
            end as code
            offset 0
        ) as checked
        where r.job_id = $1
            and r.item_no = any ($6)
            and r.fetched_at between $7 and $8
    $sql$, p_adapter);
$$;
comment on function staging_raw.review_statement(regproc) is 'Statement text that adapts and checks the reviews of one shape, given its adapter.';

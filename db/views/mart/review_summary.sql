set role mart_owner;
-- Two levels: the last 90 days end with the last day on which reviews of the product were seen, not with today, so that a figure is the
-- same whenever it is read, and reviews that nobody fetches any more do not fade into "no new reviews".
create or replace view mart.review_summary as
select
    r.asin,
    r.marketplace,
    seen.as_of,
    count(*) as review_count,
    count(*) filter (where r.rating = 1) as stars_1_count,
    count(*) filter (where r.rating = 2) as stars_2_count,
    count(*) filter (where r.rating = 3) as stars_3_count,
    count(*) filter (where r.rating = 4) as stars_4_count,
    count(*) filter (where r.rating = 5) as stars_5_count,
    round(avg(r.rating), 2) as average_rating,
    round(100.0 * count(*) filter (where r.is_verified) / nullif(count(r.is_verified), 0), 1) as verified_pct,
    round(100.0 * count(*) filter (where r.rating <= 2) / count(*), 1) as negative_pct,
    max(r.reviewed_on) as newest_on,
    min(r.reviewed_on) as oldest_on,
    count(*) filter (where r.reviewed_on > seen.as_of - 90) as recent_review_count,
    count(*) filter (where r.reviewed_on > seen.as_of - 90 and r.rating <= 2) as recent_negative_count,
    round(avg(r.rating) filter (where r.reviewed_on > seen.as_of - 90), 2) as recent_average_rating
from (
    select s.asin, s.marketplace, max(s.last_seen_on) as as_of
    from core.reviews as s
    group by s.asin, s.marketplace
) as seen
inner join core.reviews as r on r.asin = seen.asin and r.marketplace = seen.marketplace
group by r.asin, r.marketplace, seen.as_of;
comment on view mart.review_summary is 'One row per product with reviews: what the reviews that were loaded say. A shop shows few of them, so the figures are not those of the listing.';
comment on column mart.review_summary.asin is 'Product.';
comment on column mart.review_summary.marketplace is 'Marketplace code.';
comment on column mart.review_summary.as_of is 'Last day on which reviews of it were observed.';
comment on column mart.review_summary.review_count is 'Reviews that were loaded.';
comment on column mart.review_summary.stars_1_count is 'Reviews with 1 star.';
comment on column mart.review_summary.stars_2_count is 'Reviews with 2 stars.';
comment on column mart.review_summary.stars_3_count is 'Reviews with 3 stars.';
comment on column mart.review_summary.stars_4_count is 'Reviews with 4 stars.';
comment on column mart.review_summary.stars_5_count is 'Reviews with 5 stars.';
comment on column mart.review_summary.average_rating is 'Mean of their stars, 2 decimals.';
comment on column mart.review_summary.verified_pct is 'Verified purchases in percent of the reviews that say whether they are, 1 decimal; null: none says.';
comment on column mart.review_summary.negative_pct is 'Reviews with 1 or 2 stars in percent, 1 decimal.';
comment on column mart.review_summary.newest_on is 'Day of the newest review; null: no day is known.';
comment on column mart.review_summary.oldest_on is 'Day of the oldest review; null: no day is known.';
comment on column mart.review_summary.recent_review_count is 'Reviews of the last 90 days up to as_of.';
comment on column mart.review_summary.recent_negative_count is 'Of those, reviews with 1 or 2 stars.';
comment on column mart.review_summary.recent_average_rating is 'Mean of their stars, 2 decimals; null: none.';
grant select on mart.review_summary to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

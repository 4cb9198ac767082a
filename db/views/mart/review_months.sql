set role mart_owner;
create or replace view mart.review_months as
select
    r.asin,
    r.marketplace,
    date_trunc('month', r.reviewed_on::timestamp)::date as month,
    count(*) as review_count,
    count(*) filter (where r.rating = 1) as stars_1_count,
    count(*) filter (where r.rating = 2) as stars_2_count,
    count(*) filter (where r.rating = 3) as stars_3_count,
    count(*) filter (where r.rating = 4) as stars_4_count,
    count(*) filter (where r.rating = 5) as stars_5_count,
    round(avg(r.rating), 2) as average_rating,
    round(100.0 * count(*) filter (where r.is_verified) / nullif(count(r.is_verified), 0), 1) as verified_pct
from core.reviews as r
where r.reviewed_on is not null
group by r.asin, r.marketplace, date_trunc('month', r.reviewed_on::timestamp);
comment on view mart.review_months is 'One row per product and calendar month with reviews that were written in it.';
comment on column mart.review_months.asin is 'Product.';
comment on column mart.review_months.marketplace is 'Marketplace code.';
comment on column mart.review_months.month is 'First day of the month.';
comment on column mart.review_months.review_count is 'Reviews that were written in it and loaded.';
comment on column mart.review_months.stars_1_count is 'Reviews with 1 star.';
comment on column mart.review_months.stars_2_count is 'Reviews with 2 stars.';
comment on column mart.review_months.stars_3_count is 'Reviews with 3 stars.';
comment on column mart.review_months.stars_4_count is 'Reviews with 4 stars.';
comment on column mart.review_months.stars_5_count is 'Reviews with 5 stars.';
comment on column mart.review_months.average_rating is 'Mean of their stars, 2 decimals.';
comment on column mart.review_months.verified_pct is 'Verified purchases in percent of the reviews that say whether they are, 1 decimal; null: none says.';
grant select on mart.review_months to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

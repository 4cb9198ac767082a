set role mart_owner;
create or replace view mart.reviews as
select
    r.asin,
    r.marketplace,
    r.review_id,
    r.variant_asin,
    r.rating,
    r.title,
    r.text,
    r.is_verified,
    r.reviewed_on,
    r.country_code,
    r.variant,
    r.helpful_count,
    r.image_count,
    'https://www.' || m.domain || '/gp/customer-reviews/' || r.review_id as review_url,
    r.first_seen_on,
    r.last_seen_on
from core.reviews as r
inner join core.marketplaces as m on m.marketplace = r.marketplace;
comment on view mart.reviews is 'One row per marketplace and review, as last seen. Reviewers have no names here.';
comment on column mart.reviews.asin is 'Product whose page showed it.';
comment on column mart.reviews.marketplace is 'Shop on whose page it was seen; it also shows reviews from other countries.';
comment on column mart.reviews.review_id is 'Id that Amazon gave it.';
comment on column mart.reviews.variant_asin is 'Variant of the product that was reviewed; null: the product itself, or not stated.';
comment on column mart.reviews.rating is 'Stars, 1 to 5.';
comment on column mart.reviews.title is 'Headline; null: none.';
comment on column mart.reviews.text is 'Text; null: none.';
comment on column mart.reviews.is_verified is 'Amazon saw the reviewer buy the product; null: not stated.';
comment on column mart.reviews.reviewed_on is 'Day on which it was written; null: unknown.';
comment on column mart.reviews.country_code is 'Country in which it was written, as in mart.marketplaces; null: unknown.';
comment on column mart.reviews.variant is 'Variant that was reviewed, in words; null: not stated.';
comment on column mart.reviews.helpful_count is 'People who found it helpful; null: the page states no number.';
comment on column mart.reviews.image_count is 'Pictures in it; null: not stated.';
comment on column mart.reviews.review_url is 'Address of the review.';
comment on column mart.reviews.first_seen_on is 'First day on which it was observed.';
comment on column mart.reviews.last_seen_on is 'Last day on which it was observed.';
grant select on mart.reviews to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

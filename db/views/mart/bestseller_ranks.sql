set role mart_owner;
create or replace view mart.bestseller_ranks as
select
    b.marketplace,
    b.category,
    b.date,
    b.rank,
    b.asin,
    p.title,
    p.brand,
    m.currency_code,
    b.price,
    b.listed_at,
    b.job_id
from core.bestseller_snapshots as b
inner join core.marketplaces as m on m.marketplace = b.marketplace
left join core.products as p on p.asin = b.asin and p.marketplace = b.marketplace;
comment on view mart.bestseller_ranks is 'One row per best-seller list, day and product on it.';
comment on column mart.bestseller_ranks.marketplace is 'Marketplace code.';
comment on column mart.bestseller_ranks.category is 'List as the source names it.';
comment on column mart.bestseller_ranks.date is 'Day of the list, marketplace time.';
comment on column mart.bestseller_ranks.rank is 'Place on the list, 1 is best.';
comment on column mart.bestseller_ranks.asin is 'Product on the list.';
comment on column mart.bestseller_ranks.title is 'Listing title as last seen; null: no source gave one.';
comment on column mart.bestseller_ranks.brand is 'Brand as last seen; null: unknown.';
comment on column mart.bestseller_ranks.currency_code is 'ISO 4217 currency of all prices in the row.';
comment on column mart.bestseller_ranks.price is 'Price shown on the list; null: none shown.';
comment on column mart.bestseller_ranks.listed_at is 'When the list was seen; of several a day the latest counts.';
comment on column mart.bestseller_ranks.job_id is 'Ingest run that brought it, see mart.runs.';
grant select on mart.bestseller_ranks to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

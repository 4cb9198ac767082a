create or replace view mart.data_freshness as
select
    l.marketplace,
    max(l.date) as newest_day,
    max(l.observed_at) as newest_observation_at,
    count(*) as product_count,
    count(*) filter (where l.date < (now() at time zone m.time_zone)::date - 1) as stale_product_count,
    (select max(v.changed_at) from ops.product_versions as v where v.marketplace = l.marketplace) as refreshed_at
from mart.product_latest as l
inner join core.marketplaces as m on m.marketplace = l.marketplace
group by l.marketplace, m.time_zone;
comment on view mart.data_freshness is 'How fresh the data of each marketplace is: one row a marketplace.';
comment on column mart.data_freshness.marketplace is 'Marketplace code.';
comment on column mart.data_freshness.newest_day is 'Newest observed day of any product.';
comment on column mart.data_freshness.newest_observation_at is 'Newest valid observation.';
comment on column mart.data_freshness.product_count is 'Products with a valid observation.';
comment on column mart.data_freshness.stale_product_count is 'Of those, not observed since the day before yesterday, marketplace time.';
comment on column mart.data_freshness.refreshed_at is 'When a mart row of the marketplace last changed.';
grant select on mart.data_freshness to mart_reader, asinmart_api, asinmart_admin;

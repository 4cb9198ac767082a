set role mart_owner;
create or replace view mart.marketplaces as
select
    m.marketplace,
    m.country,
    m.domain,
    m.currency_code,
    m.time_zone,
    m.amazon_marketplace_id,
    (now() at time zone m.time_zone)::date as today
from core.marketplaces as m;
comment on view mart.marketplaces is 'One row per Amazon marketplace.';
comment on column mart.marketplaces.marketplace is 'Two-letter code used everywhere (UK, not GB).';
comment on column mart.marketplaces.country is 'Country in English.';
comment on column mart.marketplaces.domain is 'Host of the shop without www.';
comment on column mart.marketplaces.currency_code is 'ISO 4217 currency of its prices.';
comment on column mart.marketplaces.time_zone is 'IANA zone that decides which day an instant belongs to.';
comment on column mart.marketplaces.amazon_marketplace_id is 'Identifier in the Selling Partner API.';
comment on column mart.marketplaces.today is 'The current day there.';
grant select on mart.marketplaces to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

set role mart_owner;
create or replace view mart.listing_changes as
select
    c.asin,
    c.marketplace,
    c.field,
    c.changed_at,
    (c.changed_at at time zone m.time_zone)::date as date,
    p.title,
    c.old_value,
    c.new_value,
    length(c.old_value) as old_length,
    length(c.new_value) as new_length,
    c.raw_event_id,
    c.job_id
from core.listing_changes as c
inner join core.marketplaces as m on m.marketplace = c.marketplace
left join core.products as p on p.asin = c.asin and p.marketplace = c.marketplace;
comment on view mart.listing_changes is 'Changes of what listings say: one row per product, field and observation that saw another value than the one before.';
comment on column mart.listing_changes.asin is 'Product.';
comment on column mart.listing_changes.marketplace is 'Marketplace code.';
comment on column mart.listing_changes.field is 'title, bullets, image_url (the main image), brand or category_path.';
comment on column mart.listing_changes.changed_at is 'Observation that first saw the new value.';
comment on column mart.listing_changes.date is 'That instant''s day in the marketplace''s time zone.';
comment on column mart.listing_changes.title is 'Title as last seen; null: unknown.';
comment on column mart.listing_changes.old_value is 'Value until then; bullet points one a line.';
comment on column mart.listing_changes.new_value is 'Value from then on; bullet points one a line.';
comment on column mart.listing_changes.old_length is 'Characters of the old value.';
comment on column mart.listing_changes.new_length is 'Characters of the new value.';
comment on column mart.listing_changes.raw_event_id is 'The item in staging_raw.raw_events that had the new value.';
comment on column mart.listing_changes.job_id is 'Ingest run that brought it, see mart.runs.';
grant select on mart.listing_changes to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

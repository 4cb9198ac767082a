create or replace function core.tg_product_features__note_features()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_features (asin, marketplace)
    select distinct r.asin, r.marketplace from rows_changed as r;
    return null;
end;
$$;
comment on function core.tg_product_features__note_features() is 'Records products whose bullet points or attributes were changed manually.';

create or replace trigger note_features_insert
after insert on core.product_features
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_features__note_features();

create or replace trigger note_features_update
after update on core.product_features
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_features__note_features();

create or replace trigger note_features_delete
after delete on core.product_features
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_features__note_features();

-- A manual row that is deleted makes room for what the parser reads.
create or replace trigger note_features_delete
after delete on core.product_feature_values
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_features__note_features();

-- Names, units and rules are few and change rarely: then the features of all products are read again.
create or replace function core.tg__note_all_features()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_features (asin, marketplace)
    select f.asin, f.marketplace from core.product_features as f
    except
    select d.asin, d.marketplace from ops.dirty_features as d;
    return null;
end;
$$;
comment on function core.tg__note_all_features() is 'Records that the features of all products are to be read again.';

create or replace trigger note_all_features
after insert or update or delete on core.feature_names
for each statement execute function core.tg__note_all_features();

create or replace trigger note_all_features
after insert or update or delete on core.feature_units
for each statement execute function core.tg__note_all_features();

create or replace trigger note_all_features
after insert or update or delete on core.feature_rules
for each statement execute function core.tg__note_all_features();

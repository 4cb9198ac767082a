create or replace function core.tg_competitor_links__note_pairs()
returns trigger
language plpgsql
volatile
security definer  -- tenants edit links but do not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_pairs (asin_main, asin_comp, marketplace)
    select distinct r.asin_main, r.asin_comp, r.marketplace from rows_changed as r;
    return null;
end;
$$;
comment on function core.tg_competitor_links__note_pairs() is 'Records competitor pairs that were linked or unlinked.';

create or replace trigger note_pairs_insert
after insert on core.competitor_links
referencing new table as rows_changed
for each statement
execute function core.tg_competitor_links__note_pairs();

create or replace trigger note_pairs_update
after update on core.competitor_links
referencing new table as rows_changed
for each statement
execute function core.tg_competitor_links__note_pairs();

create or replace trigger note_pairs_update_before
after update on core.competitor_links
referencing old table as rows_changed
for each statement
execute function core.tg_competitor_links__note_pairs();

create or replace trigger note_pairs_delete
after delete on core.competitor_links
referencing old table as rows_changed
for each statement
execute function core.tg_competitor_links__note_pairs();

-- The groups are locked while they are read. Without the lock, a concurrent change of a group's main product would
-- record its members without this one, and this trigger would record the old main product.
create or replace function core.tg_competitive_group_members__note_pairs()
returns trigger
language plpgsql
volatile
security definer  -- tenants edit groups but do not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_pairs (asin_main, asin_comp, marketplace)
    select distinct g.asin_main, r.asin, g.marketplace
    from rows_changed as r
    inner join (
        select c.id, c.asin_main, c.marketplace
        from core.competitive_groups as c
        where c.id in (select m.group_id from rows_changed as m)
        for share
    ) as g on g.id = r.group_id
    where r.asin <> g.asin_main;
    return null;
end;
$$;
comment on function core.tg_competitive_group_members__note_pairs() is 'Records the pairs of members that were added, changed or removed.';

create or replace trigger note_pairs_insert
after insert on core.competitive_group_members
referencing new table as rows_changed
for each statement
execute function core.tg_competitive_group_members__note_pairs();

create or replace trigger note_pairs_update
after update on core.competitive_group_members
referencing new table as rows_changed
for each statement
execute function core.tg_competitive_group_members__note_pairs();

create or replace trigger note_pairs_delete
after delete on core.competitive_group_members
referencing old table as rows_changed
for each statement
execute function core.tg_competitive_group_members__note_pairs();

create or replace trigger note_pairs_update_before
after update on core.competitive_group_members
referencing old table as rows_changed
for each statement
execute function core.tg_competitive_group_members__note_pairs();

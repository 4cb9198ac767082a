-- A row-level BEFORE trigger: deleting a group deletes its members, and afterwards the pairs are unknown.
create or replace function core.tg_competitive_groups__note_pairs()
returns trigger
language plpgsql
volatile
security definer  -- tenants edit groups but do not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_pairs (asin_main, asin_comp, marketplace)
    select distinct g.asin_main, m.asin, g.marketplace
    from core.competitive_group_members as m
    cross join lateral (
        values (old.asin_main, old.marketplace), (new.asin_main, new.marketplace)
    ) as g (asin_main, marketplace)
    where m.group_id = old.id and g.asin_main is not null and m.asin <> g.asin_main;
    return coalesce(new, old);
end;
$$;
comment on function core.tg_competitive_groups__note_pairs() is 'Records the pairs of a group that was changed or removed.';

create or replace trigger note_pairs
before update or delete on core.competitive_groups
for each row
execute function core.tg_competitive_groups__note_pairs();

-- A member that is paused or removed keeps its comparisons up to this day; one that is active again is compared over all days.
create or replace function core.tg_competitive_group_members__stop()
returns trigger
language plpgsql
volatile
security definer  -- tenants edit groups but do not read time zones
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.is_active then
        new.stopped_on := null;
        new.removed_at := null;
    elsif old.is_active then
        select (now() at time zone m.time_zone)::date into new.stopped_on
        from core.competitive_groups as g
        inner join core.marketplaces as m on m.marketplace = g.marketplace
        where g.id = new.group_id;
    end if;
    return new;
end;
$$;
comment on function core.tg_competitive_group_members__stop() is 'Sets the last day of comparisons of a member that is paused or removed.';

create or replace trigger stop
before update of is_active on core.competitive_group_members
for each row
execute function core.tg_competitive_group_members__stop();

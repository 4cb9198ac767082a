-- Create the partition that holds p_date, a month or a day by its policy, if it is missing; returns whether it was
-- created.
-- It is created apart and then attached: ATTACH does not block readers and writers of the parent, CREATE ... PARTITION
-- OF does. Two sessions may race: after the lock the second sees the partition of the first. Readers and writers of the
-- policies are not blocked.
-- Raises AM409 for a day that retention removed: a new partition for it would be neither maintained nor audited.
create or replace function ops.ensure_partition(
    p_parent text,
    p_date date
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parent regclass := p_parent::regclass;
    v_by text;
    v_horizon date;
    v_from date;
    v_to date;
    v_name text;
begin
    select p.partition_by, p.horizon into v_by, v_horizon from ops.partition_policies as p where p.parent = p_parent;
    v_by := coalesce(v_by, 'month');
    v_from := date_trunc(v_by, p_date::timestamp)::date;
    v_name := split_part(p_parent, '.', 2) || to_char(v_from, case v_by when 'day' then '_YYYY_MM_DD' else '_YYYY_MM' end);
    if to_regclass(format('partitions.%I', v_name)) is not null then
        return false;
    end if;
    v_to := (v_from + ('1 ' || v_by)::interval)::date;
    if v_to <= v_horizon then
        raise exception 'retention removed the days of % before %', p_parent, v_horizon
            using errcode = 'AM409', hint = 'See docs/operations/retention.md, "Undo".';
    end if;
    lock table ops.partition_policies in share update exclusive mode;
    -- Not to_regclass: it may have cached before the wait that the partition is missing.
    if exists (
        select from pg_catalog.pg_class as c
        where c.relnamespace = 'partitions'::regnamespace and c.relname = v_name
    ) then
        return false;
    end if;
    execute format(
        'create table partitions.%I (like %s including defaults including constraints including generated
            including indexes including storage)',
        v_name, v_parent
    );
    -- Bounds of timestamptz keys are instants: without the zone they would move with the session's TimeZone.
    execute format(
        'alter table %s attach partition partitions.%I for values from (%L) to (%L)',
        v_parent, v_name, v_from || ops.bound_suffix(p_parent), v_to || ops.bound_suffix(p_parent)
    );
    return true;
end;
$$;
comment on function ops.ensure_partition(text, date) is 'Creates the partition of a table that holds a day, if it is missing.';

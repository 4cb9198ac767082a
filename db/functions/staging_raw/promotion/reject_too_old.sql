-- Rejects observations of days that retention has closed: the other observations of the day, or the day itself, are
-- dropped.
create or replace function staging_raw.reject_too_old()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_from date := ops.first_open_day();
begin
    if v_from = '-infinity' then
        return;
    end if;
    update pg_temp.observations as o
    set reject_code = 'too_old', reject_detail = format('observed on %s; observations are kept from %s on', o.date, v_from)
    where o.reject_code is null and o.date < v_from;
end;
$$;
comment on function staging_raw.reject_too_old() is 'Rejects adapted observations of days before the first open day.';

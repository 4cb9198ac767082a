-- Record a heartbeat of the worker. Returns the reason why it may not work, see ops.instance_fault; the doctor shows it
-- too. Definer: the worker writes no table.
create or replace function ops.beat_worker(
    p_instance_id text,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_fault text := ops.instance_fault(p_instance_id);
begin
    insert into ops.heartbeats as h (name, beat_at, detail)
    values ('worker', p_now, v_fault)
    on conflict (name) do update set beat_at = excluded.beat_at, detail = excluded.detail;
    return v_fault;
end;
$$;
comment on function ops.beat_worker(text, timestamptz) is 'Records a heartbeat of the worker; returns why it may not work, or null.';
grant execute on function ops.beat_worker(text, timestamptz) to asinmart_worker;

-- The short form of ops.replay for one run.
create or replace function ops.replay_run(p_job_id text)
returns void
language plpgsql
volatile
security definer  -- the loader may start a replay but does not write core
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_job_id is null then
        perform ops.refuse_replay('');
    end if;
    perform ops.replay(p_job_id => p_job_id);
end;
$$;
comment on function ops.replay_run(text) is 'Promotes a landed or finished run again.';
grant execute on function ops.replay_run(text) to asinmart_loader, asinmart_admin;

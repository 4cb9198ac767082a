-- Raises AM404 when the run does not exist.
create or replace function api.run(p_job_id text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    select json_build_object('data', api.run_item(r))::text into v_body from core.ingest_runs as r where r.job_id = p_job_id;
    if not found then
        raise exception 'there is no job %', left(p_job_id, 200) using errcode = 'AM404', hint = 'List the jobs to see their ids.';
    end if;
    return v_body;
end;
$$;
comment on function api.run(text) is 'One ingest run: status, counts and times.';
grant execute on function api.run(text) to asinmart_api;

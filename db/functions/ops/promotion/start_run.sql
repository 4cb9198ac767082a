-- Open an ingest run. The caller copies its items and lands it in the same transaction, so a loader that dies leaves
-- nothing behind. Loading the same batch under the same job id again is no error: is_new is false and the caller has
-- nothing to load.
-- p_tenant, by name or id, owns the reports among the items.
-- Raises AM404 for an unknown tenant, AM409 when the job id has other content, AM422 for an unknown marketplace or a
-- time in the future.
-- Definer: the loader writes staging, never core.
create or replace function ops.start_run(
    p_job_id text,
    p_source text,
    p_source_run_id text default null,
    p_marketplace text default null,
    p_observed_at timestamptz default null,
    p_content_hash text default null,
    p_meta jsonb default '{}',
    p_observed_on date default null,
    p_tenant text default null
)
returns table (run_id bigint, status text, is_new boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run core.ingest_runs;
    v_tenant_id uuid;
begin
    if coalesce(p_job_id, '') = '' then
        raise exception 'a run needs a job id' using errcode = 'AM422', hint = 'Pass a text that identifies this batch permanently.';
    end if;
    if p_marketplace is not null
        and not exists (select from core.marketplaces as m where m.marketplace = p_marketplace) then
        raise exception 'there is no marketplace %', p_marketplace
            using errcode = 'AM422', hint = 'Use one of the codes in core.marketplaces, such as US, UK or DE.';
    end if;
    if p_observed_at > now() + interval '1 day' or p_observed_on > (now() at time zone 'UTC')::date + 1 then
        raise exception 'the observation time % is in the future', coalesce(p_observed_on::text, p_observed_at::text)
            using errcode = 'AM422', hint = 'Pass the time at which the source saw these items.';
    end if;

    if p_tenant is not null then
        select t.tenant_id into v_tenant_id
        from app.tenants as t
        where t.tenant_id::text = lower(p_tenant) or lower(t.name) = lower(p_tenant);
        if not found then
            raise exception 'there is no tenant %', left(p_tenant, 100)
                using errcode = 'AM404', hint = 'Look up its name or id in app.tenants, or create it with app.create_tenant.';
        end if;
    end if;

    insert into core.ingest_runs as r (
        job_id, source, source_run_id, marketplace, observed_at, observed_on, content_hash, meta, owner_tenant_id
    )
    values (
        p_job_id, p_source, p_source_run_id, p_marketplace, p_observed_at, p_observed_on, p_content_hash, p_meta, v_tenant_id
    )
    on conflict (job_id) do nothing
    returning r.* into v_run;
    if found then
        perform ops.ensure_partition('staging_raw.raw_events', (now() at time zone 'UTC')::date);
        return query select v_run.id, v_run.status, true;
        return;
    end if;

    select r.* into v_run from core.ingest_runs as r where r.job_id = p_job_id;
    if v_run.content_hash is distinct from p_content_hash then
        raise exception 'job % was already loaded with other content', p_job_id
            using errcode = 'AM409', hint = 'Choose another job id for this batch.';
    end if;
    return query select v_run.id, v_run.status, false;
end;
$$;
comment on function ops.start_run(text, text, text, text, timestamptz, text, jsonb, date, text) is 'Opens an ingest run; is_new is false when this batch was loaded before.';
grant execute on function ops.start_run(text, text, text, text, timestamptz, text, jsonb, date, text) to asinmart_loader, asinmart_worker, asinmart_admin;

-- The job: audit the sample of the day and store the differences; ops.doctor() reports them until they are repaired.
create or replace function ops.audit_marts(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rows bigint;
begin
    insert into ops.audit_results (
        audited_at, table_name, from_date, to_date, product_count, row_count, missing_count, unexpected_count
    )
    select p_now, s.table_name, s.from_date, s.to_date, s.product_count, s.row_count, s.missing_count, s.unexpected_count
    from ops.audit_sample(p_now) as s;
    get diagnostics v_rows = row_count;
    return row(v_rows, false)::ops.job_slice;
end;
$$;
comment on function ops.audit_marts(timestamptz) is 'Job: compares the marts with their definitions for a sample of products.';
grant execute on function ops.audit_marts(timestamptz) to asinmart_admin;

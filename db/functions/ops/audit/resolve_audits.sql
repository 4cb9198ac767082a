create or replace function ops.resolve_audits(
    p_from date,
    p_to date,
    p_now timestamptz default now()
)
returns void
language sql
volatile
security definer  -- an admin may repair marts but does not write ops
set search_path = pg_catalog, pg_temp
as $$
    update ops.audit_results as a
    set resolved_at = p_now
    where a.resolved_at is null
        and a.missing_count + a.unexpected_count > 0
        and a.from_date >= coalesce(p_from, '-infinity')
        and a.to_date <= coalesce(p_to, 'infinity');
$$;
comment on function ops.resolve_audits(date, date, timestamptz) is 'Closes the differences that audits found within a range of days.';
grant execute on function ops.resolve_audits(date, date, timestamptz) to asinmart_admin;

-- Rows of reports have no foreign key to tenants, see sqp.search_query_performance.
create or replace function app.tg_tenants__delete_reports()
returns trigger
language plpgsql
volatile
security definer  -- the caller may not write sqp
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from sqp.search_query_performance as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from sqp.search_query_history as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from sqp.report_disagreements as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from sqp.search_terms as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from sqp.keyword_counts as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from sqp.replaced_rows as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from sqp.rate_disagreements as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from ops.dirty_brand_products as s using old_rows as o where s.tenant_id = o.tenant_id;
    delete from ops.dirty_brands as s using old_rows as o where s.tenant_id = o.tenant_id;
    return null;
end;
$$;
comment on function app.tg_tenants__delete_reports() is 'Deletes the report rows of deleted tenants.';

create or replace trigger delete_reports
after delete on app.tenants
referencing old table as old_rows
for each statement execute function app.tg_tenants__delete_reports();

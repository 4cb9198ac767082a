-- The rows and columns of core.competitor_scores_daily, with the rights of mart_owner, of the tenants that the session may read.
-- A view with the rights of the caller cannot be read through one of the owner, so its text is put here.
do $$
declare
    v_column record;
begin
    set local role mart_owner;
    execute format($view$
create or replace view mart.competitor_scores_daily as
select own.* from (%s) as own where own.tenant_id = any ((select app.mart_tenants(false))::uuid[])
    $view$, replace(
        rtrim(pg_get_viewdef('core.competitor_scores_daily'::regclass), ';'),
        'core.compared_pairs', format('(%s)', rtrim(pg_get_viewdef('core.compared_pairs'::regclass), ';'))
    ));
    execute format('comment on view mart.competitor_scores_daily is %L', obj_description('core.competitor_scores_daily'::regclass));
    for v_column in
        select a.attname as name, col_description(a.attrelid, a.attnum) as description
        from pg_catalog.pg_attribute as a
        where a.attrelid = 'core.competitor_scores_daily'::regclass and a.attnum > 0 and not a.attisdropped
    loop
        execute format('comment on column mart.competitor_scores_daily.%I is %L', v_column.name, v_column.description);
    end loop;
    grant select on mart.competitor_scores_daily to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
    reset role;
end;
$$;

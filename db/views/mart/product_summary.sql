-- The rows and columns of core.product_summary, with the rights of mart_owner.
do $$
declare
    v_column record;
begin
    set local role mart_owner;
    execute format($view$
create or replace view mart.product_summary as
%s
    $view$, pg_get_viewdef('core.product_summary'::regclass));
    execute format('comment on view mart.product_summary is %L', obj_description('core.product_summary'::regclass));
    for v_column in
        select a.attname as name, col_description(a.attrelid, a.attnum) as description
        from pg_catalog.pg_attribute as a
        where a.attrelid = 'core.product_summary'::regclass and a.attnum > 0 and not a.attisdropped
    loop
        execute format('comment on column mart.product_summary.%I is %L', v_column.name, v_column.description);
    end loop;
    grant select on mart.product_summary to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
    reset role;
end;
$$;

-- The rows and columns of the views of core about competitors, with the rights of mart_owner; scores of the tenants that the session may
-- read. A view with the rights of the caller cannot be read through one of the owner, so their texts are put into each other.
do $$
declare
    v_view text;
    v_text text;
    v_column record;
begin
    foreach v_view in array array['competitor_scores_daily', 'competitor_sensitivity', 'competitor_trends'] loop
        v_text := rtrim(pg_get_viewdef(('core.' || v_view)::regclass), ';');
        if v_view = 'competitor_sensitivity' then
            v_text := replace(v_text, 'core.competitor_scores_daily', 'mart.competitor_scores_daily');
        else
            v_text := replace(
                v_text, 'core.compared_pairs', format('(%s)', rtrim(pg_get_viewdef('core.compared_pairs'::regclass), ';'))
            );
        end if;
        set local role mart_owner;
        execute format(
            case
                when v_view = 'competitor_trends' then 'create or replace view mart.%1$I as %2$s'
                else 'create or replace view mart.%1$I as select %1$I.* from (%2$s) as %1$I
                    where %1$I.tenant_id = any ((select app.mart_tenants(false))::uuid[])'
            end,
            v_view, v_text
        );
        execute format('comment on view mart.%I is %L', v_view, obj_description(('core.' || v_view)::regclass));
        for v_column in
            select a.attname as name, col_description(a.attrelid, a.attnum) as description
            from pg_catalog.pg_attribute as a
            where a.attrelid = ('core.' || v_view)::regclass and a.attnum > 0 and not a.attisdropped
        loop
            execute format('comment on column mart.%I.%I is %L', v_view, v_column.name, v_column.description);
        end loop;
        execute format(
            'grant select on mart.%I to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner', v_view
        );
        reset role;
    end loop;
end;
$$;

create or replace function api.score_weights(p_tenant_id uuid)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    select json_build_object(
        'data', json_agg(json_build_object(
            'metric', w.metric, 'weight', coalesce(t.weight, w.weight), 'default_weight', w.weight, 'is_lower_better', w.is_lower_better
        ) order by w.metric)
    )::text
    into v_body
    from mart.score_weights as w
    left join app.tenant_score_weights as t on t.tenant_id = p_tenant_id and t.metric = w.metric;
    return v_body;
end;
$$;
comment on function api.score_weights(uuid) is 'Weights of the composite score, as they hold for a tenant.';
grant execute on function api.score_weights(uuid) to asinmart_api;

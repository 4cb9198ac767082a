-- Set the weights in the body for a tenant; null sets one back to the default. Raises AM422 when a weight is negative or all are 0.
create or replace function api.set_score_weights(
    p_tenant_id uuid,
    p_body jsonb
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    delete from app.tenant_score_weights as t
    using jsonb_each_text(p_body) as b (metric, weight)
    where t.tenant_id = p_tenant_id and t.metric = b.metric and b.weight is null;
    insert into app.tenant_score_weights as t (tenant_id, metric, weight)
    select p_tenant_id, b.metric, b.weight::numeric from jsonb_each_text(p_body) as b (metric, weight) where b.weight is not null
    on conflict (tenant_id, metric) do update set weight = excluded.weight;
    if (
        select sum(coalesce(t.weight, w.weight))
        from mart.score_weights as w
        left join app.tenant_score_weights as t on t.tenant_id = p_tenant_id and t.metric = w.metric
    ) = 0 then
        raise exception 'all weights are 0'
            using errcode = 'AM422', hint = 'Give at least one metric a weight above 0.';
    end if;
    return api.score_weights(p_tenant_id);
exception
    when check_violation then
        raise exception 'a weight is negative' using errcode = 'AM422', hint = 'A weight is 0 or more.';
end;
$$;
comment on function api.set_score_weights(uuid, jsonb) is 'Sets weights of the composite score for a tenant.';
grant execute on function api.set_score_weights(uuid, jsonb) to asinmart_api;

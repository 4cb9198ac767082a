begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

update mart.score_weights set weight = 0.25;
insert into app.tenant_score_weights (tenant_id, metric, weight) values (pg_temp.a(), 'price', 2), (pg_temp.a(), 'rating', 0);
create function pg_temp.weights(p_tenant_id uuid) returns table (metric text, weight numeric, default_weight numeric, is_lower_better boolean) language sql volatile as $$
    select w.* from json_to_recordset(api.score_weights(p_tenant_id)::json -> 'data') as w (metric text, weight numeric, default_weight numeric, is_lower_better boolean);
$$;
set local role asinmart_api;
select results_eq(
    'select * from pg_temp.weights(pg_temp.a())',
    $$values ('bsr', 0.25, 0.25, true), ('price', 2, 0.25, true), ('rating', 0, 0.25, false), ('reviews', 0.25, 0.25, false)$$,
    'a tenant has its own weights, and for the other metrics the defaults'
);
select results_eq('select w.weight from pg_temp.weights(pg_temp.b()) as w', 'values (0.25), (0.25), (0.25), (0.25)', 'another tenant does not have them');
select is((select array_agg(w.metric) from pg_temp.weights(pg_temp.b()) as w), array['bsr', 'price', 'rating', 'reviews'], 'each metric stands there once');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(9);

update mart.score_weights set weight = 0.25;
insert into app.tenant_score_weights (tenant_id, metric, weight) values (pg_temp.b(), 'price', 7);
create function pg_temp.weights(p_body text) returns text language sql immutable as $$
    select string_agg(w.weight::text, ' ' order by w.metric) from json_to_recordset(p_body::json -> 'data') as w (metric text, weight numeric);
$$;
set local role asinmart_api;
select is(pg_temp.weights(api.set_score_weights(pg_temp.a(), '{"price": 1, "reviews": 0}')), '0.25 1 0.25 0', 'weights in the body are set, and returned with the others');
select is(pg_temp.weights(api.set_score_weights(pg_temp.a(), '{"price": 3}')), '0.25 3 0.25 0', 'a later one replaces it, the others stay');
select is(pg_temp.weights(api.set_score_weights(pg_temp.a(), '{"price": null}')), '0.25 0.25 0.25 0', 'null sets one back to the default');
select is(pg_temp.weights(api.set_score_weights(pg_temp.a(), '{}')), '0.25 0.25 0.25 0', 'an empty body changes nothing');
select throws_ok($$select api.set_score_weights(pg_temp.a(), '{"price": -1}')$$, 'AM422', 'a weight is negative', 'a negative weight is refused');
select throws_ok(
    $$select api.set_score_weights(pg_temp.a(), '{"price": 0, "bsr": 0, "rating": 0}')$$, 'AM422', 'all weights are 0', 'so are weights that leave no score'
);
select is(pg_temp.weights(api.score_weights(pg_temp.a())), '0.25 0.25 0.25 0', 'what is refused changes nothing');
select is(pg_temp.weights(api.score_weights(pg_temp.b())), '0.25 7 0.25 0.25', 'another tenant''s weights stay');
reset role;
select is((select count(*) from app.tenant_score_weights as w where w.tenant_id = pg_temp.a()), 1::bigint, 'one that is back at the default has no row');

select * from finish();
rollback;

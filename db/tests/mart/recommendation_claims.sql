begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
\ir ../support/recommendations.psql
select plan(2);

select pg_temp.dear_market();
select pg_temp.renew('2025-03-31 20:00+00');
set local role mart_reader;
select results_eq(
    $$select r.version, r.position_no, r.metric, r.claim_value, r.unit, r.claim_text, r.relation_name, r.row_key::jsonb, r.column_name
        from mart.recommendation_claims as r where r.claim_id = 'price'$$,
    $$values (1, 8, 'price', '25.00', 'currency', '25.00 USD', 'product_daily', '{"asin": "B0TESTMAIN", "marketplace": "US", "date": "2025-03-30"}'::jsonb, 'price')$$,
    'a claim names its cell'
);
create function pg_temp.cell(p_relation text, p_key jsonb, p_column text) returns text language plpgsql as $$
declare
    v_value text;
begin
    execute format('select t.%I::text from mart.%I as t where %s', p_column, p_relation, (select string_agg(format('t.%I = %L', k.key, k.value), ' and ') from jsonb_each_text(p_key) as k)) into v_value;
    return v_value;
end;
$$;
select is_empty(
    $$select r.claim_id, r.claim_value from mart.recommendation_claims as r where pg_temp.cell(r.relation_name, r.row_key::jsonb, r.column_name) is distinct from r.claim_value$$,
    'and every claim is the value of its cell'
);

select * from finish();
rollback;

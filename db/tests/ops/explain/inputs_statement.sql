begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select is(
    (select count(*)::integer from ops.lineage_inputs as i where ops.inputs_statement(i.relation, i.input_name, '{asin}', true) is null), 0,
    'every input has a statement'
);
select ok(ops.inputs_statement('mart.product_daily', 'day', '{price}', true) like '%mart.visible_products%', 'a tenant gets products that it may see');
select ok(ops.inputs_statement('mart.competitor_comparison', 'pair', '{price_diff}', true) like '%mart.visible_pairs%', 'and pairs');
select ok(ops.inputs_statement('mart.product_daily', 'day', '{price}', false) not like '%visible%', 'others see all facts');
select ok(ops.inputs_statement('mart.competitor_scores_daily', 'peers', '{price_z}', false) like '%i.tenant_id = any ($3)%', 'scores are those of the tenants of the session');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select is(
    (select count(*)::integer from ops.lineage_inputs as i where ops.inputs_statement((i.relation, i.input_name, i.input_relation, i.condition, i.tail, i.bounds)::ops.lineage_input, '{asin}', true) is null), 0,
    'every input has a statement'
);
select ok(ops.inputs_statement((i.relation, i.input_name, i.input_relation, i.condition, i.tail, i.bounds)::ops.lineage_input, '{price}', true) like '%mart.visible_products%', 'a tenant gets products that it may see') from ops.lineage_inputs as i where i.relation = 'mart.product_daily' and i.input_name = 'day';
select ok(ops.inputs_statement((i.relation, i.input_name, i.input_relation, i.condition, i.tail, i.bounds)::ops.lineage_input, '{price_diff}', true) like '%mart.visible_pairs%', 'and pairs') from ops.lineage_inputs as i where i.relation = 'mart.competitor_comparison' and i.input_name = 'pair';
select ok(ops.inputs_statement((i.relation, i.input_name, i.input_relation, i.condition, i.tail, i.bounds)::ops.lineage_input, '{price}', false) not like '%visible%', 'others see all facts') from ops.lineage_inputs as i where i.relation = 'mart.product_daily' and i.input_name = 'day';
select ok(ops.inputs_statement((i.relation, i.input_name, i.input_relation, i.condition, i.tail, i.bounds)::ops.lineage_input, '{price_z}', false) like '%i.tenant_id = any ($3)%', 'scores are those of the tenants of the session') from ops.lineage_inputs as i where i.relation = 'mart.competitor_scores_daily' and i.input_name = 'peers';

select * from finish();
rollback;

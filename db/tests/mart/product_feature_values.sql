begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(1);

select results_eq(
    $$
        select v.feature_name, v.feature_category, v.feature_value, v.normalized_value, v.numeric_value, v.unit, v.confidence, v.method, v.is_verified
        from mart.product_feature_values as v where v.asin = 'B0TESTA003' order by v.feature_name
    $$,
    $$values
        ('brand', 'identity', 'C', 'c', null, null, 0.95, 'parser', false), ('color', 'design', 'RED', 'red', null, null, 0.95, 'parser', false),
        ('material', 'design', 'Steel', 'steel', null, null, 0.95, 'parser', false),
        ('number of items', 'quantity', '200', '200', 200, null, 0.95, 'parser', false),
        ('weight', 'physical', '16 oz', '453.5924 g', 453.5924, 'g', 0.95, 'parser', false)$$,
    'features have a category, a value to compare, a confidence and a method'
);

select * from finish();
rollback;

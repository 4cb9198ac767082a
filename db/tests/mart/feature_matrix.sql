begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(4);

select results_eq(
    $$
        select m.feature_name, m.asin, m.is_main, m.has_feature, m.feature_value, m.normalized_value, m.unit, m.verdict
        from mart.feature_matrix as m
        where m.tenant_id = pg_temp.a() and m.feature_name in ('handle', 'weight') order by m.feature_name, m.asin
    $$,
    $$values
        ('handle', 'B0TESTA001', true, false, null, null, null, 'missing'), ('handle', 'B0TESTA002', false, true, 'Yes', 'yes', null, 'missing'),
        ('handle', 'B0TESTA003', false, false, null, null, null, 'missing'), ('handle', 'B0TESTA004', false, null, null, null, null, 'missing'),
        ('weight', 'B0TESTA001', true, true, '1 pound', '453.5924 g', 'g', 'shared'), ('weight', 'B0TESTA002', false, true, '453 g', '453 g', 'g', 'shared'),
        ('weight', 'B0TESTA003', false, true, '16 oz', '453.5924 g', 'g', 'shared'), ('weight', 'B0TESTA004', false, null, null, null, null, 'shared')$$,
    'each product of the group has a row for each feature; unknown is not absent'
);
select is(
    (select count(*) from mart.feature_matrix as m where m.tenant_id = pg_temp.a()), 24::bigint, 'six features of four products'
);
select is_empty(
    $$
        select 1 from mart.feature_matrix as m
        group by m.tenant_id, m.asin_main, m.asin, m.marketplace, m.feature_name having count(*) > 1
    $$,
    'its key is unique'
);
insert into core.product_feature_values (asin, marketplace, feature_name, feature_category, feature_value, normalized_value)
values ('B0TESTA001', 'US', 'handle', 'other', 'Yes', 'yes');
select results_eq(
    $$
        select m.method, m.verdict from mart.feature_matrix as m
        where m.tenant_id = pg_temp.a() and m.feature_name = 'handle' and m.asin = 'B0TESTA001'
    $$,
    $$values ('manual', 'differs')$$, 'a manual row counts: now a competitor without it differs'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(5);

select results_eq(
    $$
        select c.feature_name, c.main_value, c.stated_count, c.common_value, c.is_same_value, c.verdict
        from mart.feature_comparison as c where c.tenant_id = pg_temp.a() order by c.feature_name
    $$,
    $$values
        ('color', 'Red', 2::bigint, 'RED', true, 'shared'), ('handle', null, 1, 'Yes', true, 'missing'), ('lid', 'Yes', 0, null, true, 'unique'),
        ('material', 'Steel', 2, 'Glass', false, 'differs'), ('number of items', '200', 2, '200', false, 'differs'),
        ('weight', '1 pound', 2, '16 oz', true, 'shared')$$,
    'units are converted, rounded numbers are one value, counts are compared exactly, brands are not compared'
);
select results_eq(
    'select distinct c.competitor_count, c.described_count from mart.feature_comparison as c where c.tenant_id = pg_temp.a()',
    'values (3::bigint, 2::bigint)', 'a competitor without known features is not judged'
);
select results_eq(
    $$select c.feature_name, c.verdict from mart.feature_comparison as c where c.tenant_id = pg_temp.b() order by c.feature_name$$,
    $$values ('color', 'differs'), ('lid', 'unique'), ('material', 'unique'), ('number of items', 'unique'), ('weight', 'unique')$$,
    'another tenant has other verdicts on the same main product'
);
delete from core.product_feature_values where asin in ('B0TESTA002', 'B0TESTA003');
select is_empty(
    $$select 1 from mart.feature_comparison as c where c.tenant_id = pg_temp.a() and c.verdict is not null$$,
    'without known features of any competitor there is no verdict'
);
delete from core.product_feature_values where asin = 'B0TESTA001';
select is_empty(
    $$select 1 from mart.feature_comparison as c where c.tenant_id = pg_temp.b() and c.verdict is not null$$,
    'nor without those of the main product'
);

select * from finish();
rollback;

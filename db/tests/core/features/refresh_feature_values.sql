begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(9);

create view pg_temp.found as
select v.feature_name, v.feature_value, v.normalized_value, v.method, v.is_verified from core.product_feature_values as v where v.asin = 'B0TESTA001';

select pg_temp.load_run('f1', pg_temp.observed('B0TESTA001', '2025-03-10', '{
    "price": 1, "bullets": ["Waterproof"], "attributes": {"Colour": "Red", "Item Weight": "1 pound", "ASIN": "B0TESTA001"}
}'));
select results_eq(
    'table pg_temp.found order by 1',
    $$values ('color', 'Red', 'red', 'parser', false), ('water resistance', 'waterproof', 'waterproof', 'parser', false),
        ('weight', '1 pound', '453.5924 g', 'parser', false)$$,
    'the promotion reads features from attributes and bullet points'
);
select is_empty('select 1 from ops.dirty_features', 'nothing is left to read');
select is_empty(
    $$
        select p.asin, p.feature_name, p.feature_category, p.feature_value, p.normalized_value, p.numeric_value, p.unit, p.confidence, p.extracted_at
        from definitions.product_feature_values('B0TESTA001', 'US') as p
        except
        select v.asin, v.feature_name, v.feature_category, v.feature_value, v.normalized_value, v.numeric_value, v.unit, v.confidence, v.extracted_at
        from core.product_feature_values as v
    $$,
    'as the definition has them'
);
update core.product_feature_values set is_verified = true where feature_name in ('weight', 'color');
insert into core.product_feature_values (asin, marketplace, feature_name, feature_category, feature_value, normalized_value)
values ('B0TESTA001', 'US', 'shape', 'design', 'Round', 'round');
update core.product_feature_values set feature_value = 'IPX9', normalized_value = 'ipx9', method = 'manual' where feature_name = 'water resistance';
create temp table before as select v.xmin::text as version, v.feature_name from core.product_feature_values as v;
select pg_temp.load_run('f2', pg_temp.observed('B0TESTA001', '2025-03-11', '{
    "price": 1, "bullets": ["Waterproof"], "attributes": {"Color": "Red", "Item Weight": "2 pounds", "Shape": "Square"}
}'));
select results_eq(
    'table pg_temp.found order by 1',
    $$values ('color', 'Red', 'red', 'parser', true), ('shape', 'Round', 'round', 'manual', false), ('water resistance', 'IPX9', 'ipx9', 'manual', false),
        ('weight', '2 pounds', '907.1847 g', 'parser', false)$$,
    'manual rows stay; another value of the parser is no longer verified'
);
select set_eq(
    'select v.xmin::text as version, v.feature_name from core.product_feature_values as v where v.feature_name <> ''weight''',
    'select b.version, b.feature_name from before as b where b.feature_name <> ''weight''', 'rows that do not differ are not written'
);
select pg_temp.load_run('f3', pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 1, "attributes": {"Shape": "Square"}}'));
select results_eq(
    'select f.feature_name, f.feature_value from pg_temp.found as f order by 1', $$values ('shape', 'Round'), ('water resistance', 'IPX9')$$,
    'what the listing states no more is removed, unless it is manual'
);
delete from core.product_feature_values where feature_name = 'shape';
select ops.refresh_dirty();
select is((select f.feature_value from pg_temp.found as f where f.feature_name = 'shape'), 'Square', 'a manual row that is deleted makes room for the parser''s');
insert into core.feature_names (name, feature_name, feature_category) values ('funny', 'humour', 'use');
update core.product_features set attributes = '{"Funny": "Very"}';
select ops.refresh_dirty();
select is(
    (select f.feature_value from pg_temp.found as f where f.feature_name = 'humour'), 'Very', 'manual changes of listings and names are read'
);
delete from core.products where asin = 'B0TESTA001';
select is_empty('table pg_temp.found', 'features are deleted with their product');

select * from finish();
rollback;

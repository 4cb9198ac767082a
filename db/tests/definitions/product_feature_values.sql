begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
select n.asin, n.marketplace, '2025-03-10', '2025-03-10', '2025-03-10'
from (values ('B0TESTA001', 'US'), ('B0TESTA002', 'DE'), ('B0TESTA003', 'US'), ('B0TESTA004', 'US')) as n (asin, marketplace);
insert into core.product_features (asin, marketplace, bullets, attributes, extracted_at) values
    (
        'B0TESTA001', 'US', '["Up to 30 hours of battery life", "Fast charging with 65 W", "2-year manufacturer warranty, BPA-free"]',
        '{"Product Dimensions": "7.5 x 7.5 x 10 cm; 140 g", "Brand": "Acme", "Best Sellers Rank": "#1 in Mugs", "Odd Name": "Odd", "Wattage": "60 watts"}',
        '2025-03-10'
    ),
    ('B0TESTA002', 'DE', null, '{"Farbe": "Rot", "Artikelgewicht": "1,5 Kilogramm", "Abmessungen": "7,5 x 3 cm"}', '2025-03-10'),
    ('B0TESTA003', 'US', '["Box of paper"]', '{"Item Weight": "5 ounces", "Item Dimensions": "1 x 1 x 1 inches; 7 ounces", "Empty": "", "Null": null}', '2025-03-10'),
    ('B0TESTA004', 'US', '"no list"', '["no object"]', '2025-03-10');

select results_eq(
    $$
        select p.feature_name, p.feature_category, p.normalized_value, p.confidence from definitions.product_feature_values('B0TESTA001', 'US') as p order by p.feature_name
    $$,
    $$values
        ('battery life', 'power', '30 hours', 0.6), ('bpa free', 'use', 'yes', 0.6), ('brand', 'identity', 'acme', 0.95),
        ('dimensions', 'physical', '7.5 x 7.5 x 10', 0.95), ('fast charging', 'power', 'yes', 0.6), ('odd name', 'other', 'odd', 0.8),
        ('warranty', 'use', '24 months', 0.6), ('wattage', 'power', '60 W', 0.95), ('weight', 'physical', '140 g', 0.9)$$,
    'attributes win over bullet points; dimensions may have a weight; ranks are no feature'
);
select results_eq(
    $$select p.feature_name, p.feature_value, p.normalized_value from definitions.product_feature_values('B0TESTA002', 'DE') as p order by p.feature_name$$,
    $$values ('color', 'Rot', 'rot'), ('dimensions', '7,5 x 3 cm', '7.5 x 3'), ('weight', '1,5 Kilogramm', '1500 g')$$,
    'names and numbers of other languages are read'
);
select results_eq(
    $$select p.feature_name, p.feature_value from definitions.product_feature_values('B0TESTA003', 'US') as p order by p.feature_name$$,
    $$values ('dimensions', '1 x 1 x 1 inches'), ('weight', '5 ounces')$$,
    'of two readings the surer counts; an empty value is none'
);
select is_empty($$select 1 from definitions.product_feature_values('B0TESTA004', 'US') as p$$, 'what is no list has no features');
insert into core.feature_rules (feature_name, pattern, feature_category) values ('paper', '\mbox of (paper)\M', 'use');
select results_eq(
    $$select p.feature_name, p.feature_value, p.confidence from definitions.product_feature_values('B0TESTA003', 'US') as p where p.feature_name = 'paper'$$,
    $$values ('paper', 'paper', 0.6)$$, 'a rule that an administrator adds is used'
);
select throws_ok(
    $$insert into core.feature_names (name, feature_name, feature_category) values ('x', 'x', 'nothing')$$, '23514', null, 'a kind is one of the list'
);

select * from finish();
rollback;

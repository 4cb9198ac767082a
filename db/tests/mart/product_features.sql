begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
select plan(2);

insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
values ('B0TESTA001', 'US', now(), now(), now()), ('B0TESTA002', 'US', now(), now(), now());
insert into core.product_features (asin, marketplace, bullets, attributes, extracted_at)
values ('B0TESTA001', 'US', '["Warm", "Soft"]', '{"Color": "Red", "Size": null}', now()), ('B0TESTA002', 'US', null, null, now());
set local role mart_reader;
select results_eq(
    $$
        select f.feature_type, f.position_no, f.feature_name, f.feature_value from mart.product_features as f
        where f.asin = 'B0TESTA001' order by f.feature_type desc, f.position_no
    $$,
    $$values ('bullet', 1, null, 'Warm'), ('bullet', 2, null, 'Soft'), ('attribute', 1, 'Size', null), ('attribute', 2, 'Color', 'Red')$$,
    'each bullet point and attribute is a row'
);
select is_empty($$select 1 from mart.product_features as f where f.asin = 'B0TESTA002'$$, 'a listing without any has none');
select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(10);

set local role asinmart_admin;
select is(
    ops.er_diagram('{core.marketplace_names, core.marketplaces}'),
    E'erDiagram\n'
    || E'    "core.marketplace_names" {\n        text name PK\n        text marketplace FK\n    }\n'
    || E'    "core.marketplaces" {\n        text marketplace PK\n        text country\n        text domain\n        text currency_code\n'
    || E'        text decimal_sign\n        text time_zone\n        text amazon_marketplace_id\n        text spapi_region\n    }\n'
    || E'    "core.marketplaces" ||--o{ "core.marketplace_names" : "marketplace"\n',
    'a foreign key is a solid line from one to many'
);
select matches(
    ops.er_diagram('{core.products, core.product_snapshots}'), '"core.products" \|o\.\.o\{ "core.product_snapshots" : "asin, marketplace"\n',
    'a table without a foreign key is joined by a dotted line'
);
select matches(
    ops.er_diagram('{core.products, core.product_features}'), '"core.products" \|\|--o\| "core.product_features" : "asin, marketplace"\n',
    'a foreign key whose columns are unique leads to one row at most'
);
select matches(
    ops.er_diagram('{app.users, app.api_keys}'), '"app.users" \|o--o\{ "app.api_keys" : "created_by_user_id, tenant_id"\n',
    'a foreign key that may be null leads to none or one'
);
select matches(ops.er_diagram('{core.categories}'), '"core.categories" \|o--o\{ "core.categories"', 'a table may refer to itself');
select is(
    (select count(*) from regexp_matches(ops.er_diagram('{core.products, core.competitor_links}'), '\|o\.\.o\{', 'g')), 2::bigint,
    'a pair joins its two products'
);
select is(
    (select count(*) from regexp_matches(ops.er_diagram('{core.alert_rules}'), '^        ', 'gn')), 12::bigint, 'a wide table shows twelve columns'
);
select matches(ops.er_diagram('{core.alert_rules}'), '        bigint scope_group_id FK\n', 'and its keys in any case');
select is(
    (select count(*) from regexp_matches(ops.er_diagram('{core.recommendations}'), ' PK', 'g')), 4::bigint,
    'columns that an index only includes are no part of the key'
);
select throws_ok($$select ops.er_diagram('{core.nothing}')$$, '42P01', null, 'a table that does not exist is refused');

select * from finish();
rollback;

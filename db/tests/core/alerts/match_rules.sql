begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(33);

insert into app.tenants (tenant_id, name, is_active)
values ('00000000-0000-0000-0000-0000000000b1', 'other', true), ('00000000-0000-0000-0000-0000000000b2', 'third', true);
update core.alert_rules set is_active = false;
insert into app.tracked_products (tenant_id, asin, marketplace, price_change_threshold_pct, bsr_change_threshold_pct, is_active)
values
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', null, null, true),
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA002', 'US', 30, 80, true),
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA003', 'US', 2, null, true),
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA004', 'US', null, null, false),
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'DE', null, null, true),
    ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA001', 'US', 50, null, true),
    ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA005', 'US', null, null, true);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTB001');
with made as (
    insert into core.competitive_groups (name, asin_main) values ('kettles', 'B0TESTB002') returning id
)
insert into core.competitive_group_members (group_id, asin, is_active)
select m.id, k.asin, k.is_active from made as m cross join (values ('B0TESTB003', true), ('B0TESTB004', false)) as k (asin, is_active);
with made as (
    insert into core.competitive_groups (name, asin_main, is_active) values ('put aside', 'B0TESTB002', false) returning id
)
insert into core.competitive_group_members (group_id, asin) select m.id, 'B0TESTB003' from made as m;

select pg_temp.rule(r.name, 'price', '{"threshold_pct": 10}'::jsonb || r.fields)
from (values
    ('all', '{}'::jsonb), ('all in DE', '{"scope_marketplace": "DE"}'), ('tracked', '{"scope_type": "tracked"}'),
    ('tracked in DE', '{"scope_type": "tracked", "scope_marketplace": "DE"}'),
    ('product', '{"scope_type": "product", "scope_asin": "B0TESTA002", "scope_marketplace": "US"}'),
    ('product in DE', '{"scope_type": "product", "scope_asin": "B0TESTA002", "scope_marketplace": "DE"}'),
    ('untracked product', '{"scope_type": "product", "scope_asin": "B0TESTA004", "scope_marketplace": "US"}'),
    ('group', jsonb_build_object('scope_type', 'group', 'scope_group_id', (select g.id from core.competitive_groups as g where g.name = 'kettles'))),
    ('group put aside', jsonb_build_object('scope_type', 'group', 'scope_group_id', (select g.id from core.competitive_groups as g where g.name = 'put aside'))),
    ('category', '{"scope_type": "category", "scope_category": "Kettles"}'), ('category above', '{"scope_type": "category", "scope_category": "Kitchen"}'),
    ('category in part', '{"scope_type": "category", "scope_category": "Kett%"}'), ('category path', '{"scope_type": "category", "scope_category": "Kitchen > Kettles"}'),
    ('brand', '{"scope_type": "brand", "scope_brand": "acme"}'),
    ('other tracked', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "tracked"}'),
    ('other brand', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "brand", "scope_brand": "Acme"}'),
    ('inactive', '{"is_active": false}')
) as r (name, fields);
select pg_temp.rule('rank', 'bsr', '{"threshold_pct": 10}');
select pg_temp.rule('rank of a product', 'bsr', '{"threshold_pct": 10, "scope_type": "product", "scope_asin": "B0TESTA002", "scope_marketplace": "US"}');
select pg_temp.rule('by 4', 'price', '{"min_change": 4, "scope_type": "tracked"}');

select pg_temp.load_run(
    'm' || d,
    pg_temp.observed('B0TESTA001', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'brand', 'ACME', 'category_path', 'Home > Kitchen > Kettles')),
    pg_temp.observed('B0TESTA002', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'bsr', 100 + d * 50, 'brand', 'Bolt', 'category_path', 'Home > Kitchen > Pots')),
    pg_temp.observed('B0TESTA003', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 3, 'bsr', 100 + d * 50, 'brand', 'Bolt')),
    pg_temp.observed('B0TESTA004', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'brand', 'Acme')),
    pg_temp.observed('B0TESTA005', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'brand', 'Acme')),
    pg_temp.observed('B0TESTB001', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'brand', 'Acme', 'category_path', 'Home > Kitchen > Kettles')),
    pg_temp.observed('B0TESTB002', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'brand', 'Bolt', 'category_path', 'Kitchen')),
    pg_temp.observed('B0TESTB003', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'category_path', 'Home > Kettles and pots')),
    pg_temp.observed('B0TESTB004', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20)),
    pg_temp.observed('B0TESTA001', date '2025-03-01' + d, jsonb_build_object('price', 100 + d * 20, 'url', 'https://www.amazon.de/dp/B0TESTA001'))
)
from generate_series(0, 1) as d;
create function pg_temp.about(p_name text)
returns text
language sql
stable
as $$
    select string_agg(right(a.asin, 4) || case when a.marketplace <> 'US' then ' ' || a.marketplace else '' end, ', ' order by a.asin, a.marketplace desc)
    from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = p_name;
$$;

select is(pg_temp.about('all'), 'A001, A001 DE, A003, A005, B001, B002, B003, B004', 'a rule about all products matches all except those no longer tracked, and tracked ones by their own thresholds');
select is(pg_temp.about('all in DE'), 'A001 DE', 'a rule about all products can be limited to a marketplace');
select is(pg_temp.about('tracked'), 'A001, A001 DE, A003', 'a rule about tracked products matches only those');
select is(pg_temp.about('tracked in DE'), 'A001 DE', 'a rule about tracked products can be limited to a marketplace');
select is(pg_temp.about('product'), 'A002', 'a rule about a product uses its own threshold, not the product''s');
select is(pg_temp.about('product in DE'), null, 'a rule about a product matches one marketplace');
select is(pg_temp.about('untracked product'), null, 'a product that is no longer tracked does not match');
select is(pg_temp.about('group'), 'B002, B003', 'a group contains its main product and its active members');
select is(pg_temp.about('group put aside'), null, 'an inactive group does not match');
select is(pg_temp.about('category'), 'A001, B001', 'a category matches an element of the path, for tracked products and their competitors');
select is(pg_temp.about('category above'), 'A001, A002, B001, B002', 'a category matches anywhere in the path');
select is(pg_temp.about('category path'), 'A001, B001', 'a category can be several elements of the path');
select is(pg_temp.about('category in part'), null, 'a category does not match a part of an element, and is not a pattern');
select is(pg_temp.about('brand'), 'A001, B001', 'a brand matches regardless of case, for tracked products and their competitors');
select is(pg_temp.about('inactive'), null, 'an inactive rule does not match');
select is(pg_temp.about('other tracked'), 'A005', 'for a product that two tenants track each tenant''s own threshold applies');
select is(pg_temp.about('other brand'), 'A001, A005', 'a brand matches only products that the tenant tracks');
select throws_ok(
    $$select pg_temp.rule('other group', 'price', jsonb_build_object('tenant_id', '00000000-0000-0000-0000-0000000000b1', 'scope_type', 'group', 'scope_group_id', (select g.id from core.competitive_groups as g where g.name = 'kettles')))$$,
    '23503', null, 'another tenant''s group does not match'
);
select is(pg_temp.about('rank'), 'A003', 'a product can have its own threshold for ranks');
select is(pg_temp.about('rank of a product'), 'A002', 'a rule about the product does not use it');
select is(pg_temp.about('by 4'), 'A001, A001 DE', 'a product''s own percentage applies in addition to the rule''s smallest change');
select is(
    (select a.details ->> 'threshold_pct' from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'tracked' and a.asin = 'B0TESTA003'),
    '2', 'the alert has that percentage as its threshold'
);
select is(
    (select count(distinct a.tenant_id) from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where a.tenant_id <> r.tenant_id), 0::bigint, 'an alert belongs to the tenant of its rule'
);

-- Tenants, tracking and pairs that are added and removed.
update app.tenants set is_active = false where name = 'other';
update core.competitor_links set asin_comp = 'B0TESTB004';
update app.tracked_products set is_active = true where asin = 'B0TESTA004';
update app.tracked_products set is_active = false where asin = 'B0TESTA001' and marketplace = 'US' and tenant_id = '00000000-0000-0000-0000-000000000001';
select pg_temp.load_days('2025-03-03', '{"B0TESTA001": [200], "B0TESTA004": [200], "B0TESTA005": [200], "B0TESTB001": [200], "B0TESTB003": [200]}');
select is(pg_temp.outcomes('other tracked'), 'B0TESTA005 2 alert', 'rules of an inactive tenant do not match');
select is(pg_temp.outcomes('tracked', 'B0TESTA001'), '2 alert, 2 alert', 'a product that is no longer tracked does not match');
select is(pg_temp.outcomes('tracked', 'B0TESTA004'), '3 alert', 'a product that is tracked again matches');
select is(pg_temp.outcomes('brand', 'B0TESTB001'), '2 alert', 'a competitor that is no longer compared does not match');
select is(pg_temp.outcomes('group', 'B0TESTB003'), '2 alert, 3 alert', 'a competitor that is still in a group matches');

-- Direct calls of the function.
select ops.promotion_scratch();
select core.load_rules((select array_agg(r.id) from core.alert_rules as r where r.name = 'all'));
insert into pg_temp.rule_changes (asin, marketplace, date, base_date, is_news, is_history, change_key, direction, old_value, new_value, change, change_pct, observed_days)
values
    ('B0TESTC001', 'US', '2025-03-02', '2025-03-01', true, false, 'price:previous:0::1', 1, 1, 2, 1, 100, 1),
    ('B0TESTC001', 'US', '2025-03-02', '2025-03-01', true, false, 'bsr:previous:0::1', 1, 1, 2, 1, 100, 1),
    ('B0TESTC002', 'US', '2025-03-02', '2025-03-01', false, true, 'price:previous:0::1', 1, 1, 2, 1, 100, 1);
select core.match_rules();
select results_eq(
    'select m.asin, m.kind, m.is_news, m.is_history from pg_temp.rule_matches as m', $$values ('B0TESTC001', 'PRICE_SPIKE', true, false)$$,
    'a change matches the rules of its kind, without history days'
);
select core.match_rules(true);
select is((select count(*) from pg_temp.rule_matches as m where m.is_history), 1::bigint, 'history days match when asked for');

-- The exact change is compared, not its rounded percentage.
update core.alert_rules set is_active = false;
select pg_temp.rule('exactly', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('exactly, against the average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7}');
select pg_temp.load_days('2025-05-01', '{
    "B0TESTX001": [1000, 1000, 1000, 1100.04], "B0TESTX002": [1000, 1000, 1000, 1100], "B0TESTX003": [1000, 1000, 1000, 899.96], "B0TESTX004": [1000, 1000, 1000, 900]
}');
select is(pg_temp.outcomes('exactly'), 'B0TESTX001 4 alert, B0TESTX003 4 alert', 'slightly more than 10 % is more than 10 %');
select is(pg_temp.outcomes('exactly, against the average'), 'B0TESTX001 4 alert, B0TESTX003 4 alert', 'the same against averages');
select is(
    (select string_agg(a.change_pct::text, ' ' order by a.asin) from core.alerts as a inner join core.alert_rules as r on r.id = a.rule_id where r.name = 'exactly'),
    '10.00 -10.00', 'the alert shows the rounded percentage'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(7);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'theirs');
update core.alert_rules set is_active = false;
insert into core.products (asin, marketplace, brand, category_path, category, first_seen_at, last_seen_at, described_at)
select a, 'US', 'Acme', 'Home > Kitchen > Mugs', 'Mugs', now(), now(), now() from unnest(array['B0TESTA001', 'B0TESTA002']) as a;
insert into app.tracked_products (tenant_id, asin, marketplace, price_change_threshold_pct)
values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA001', 'US', 3);
select pg_temp.rule('all', 'price');
select pg_temp.rule(
    k.name, 'price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1"}' || k.fields::jsonb
)
from (values
    ('tracked', '{"scope_type": "tracked"}'),
    ('product', '{"scope_type": "product", "scope_asin": "B0TESTA002", "scope_marketplace": "US"}'),
    ('brand', '{"scope_type": "brand", "scope_brand": "ACME"}'),
    ('category', '{"scope_type": "category", "scope_category": "Mugs"}'),
    ('path', '{"scope_type": "category", "scope_category": "Home > Kitchen"}'),
    ('no path', '{"scope_type": "category", "scope_category": "Home > Mugs"}'),
    ('rank', '{"scope_type": "tracked"}')
) as k (name, fields);
update core.alert_rules set rule_type = 'bsr' where name = 'rank';
create function pg_temp.scoped()
returns table (name text, place text, own_pct numeric)
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules();
    insert into pg_temp.rule_changes (asin, marketplace, date, is_history, change_key)
    select a, 'US', '2025-03-01', h, 'price:previous:0::1' from unnest(array['B0TESTA001', 'B0TESTA002']) as a cross join unnest(array[false, true]) as h;
    return query
    select r.name, right(s.asin, 1), s.own_pct
    from core.scoped_changes(false) as s
    inner join core.alert_rules as r on r.id = s.rule_id;
end;
$$;

create temp table found as select * from pg_temp.scoped();
select is((select string_agg(f.place, ' ' order by f.place) from found as f where f.name = 'all'), '1 2', 'a rule about all products has each change once');
select results_eq($$select f.place, f.own_pct from found as f where f.name = 'tracked'$$, $$values ('1', 3::numeric)$$, 'a rule about tracked products uses the product''s own threshold');
select results_eq($$select f.place, f.own_pct from found as f where f.name = 'product'$$, $$values ('2', null::numeric)$$, 'a rule about a product has the changes of that product');
select results_eq($$select f.place from found as f where f.name = 'brand'$$, $$values ('1')$$, 'a rule about a brand has the tenant''s products of the brand, regardless of case');
select results_eq($$select f.name from found as f where f.name in ('category', 'path', 'no path') order by f.name$$, $$values ('category'), ('path')$$, 'a rule about a category finds it anywhere in the path, also several steps together');
select is_empty($$select from found as f where f.name = 'rank'$$, 'a rule about another kind of change has none');
insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA001', 'B0TESTA002', 'US');
select results_eq($$select f.place from pg_temp.scoped() as f where f.name = 'brand' order by f.place$$, $$values ('1'), ('2')$$, 'competitors are in the scope too');

select * from finish();
rollback;

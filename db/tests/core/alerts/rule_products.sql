begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(5);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [1], "B0TESTA002": [1]}');
insert into app.tracked_products (asin) values ('B0TESTA001');
insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA003');
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA004', 'B0TESTA005');
with made as (
    insert into core.competitive_groups (name, asin_main) values ('kettles', 'B0TESTA006') returning id
)
insert into core.competitive_group_members (group_id, asin) select m.id, 'B0TESTA007' from made as m;
create function pg_temp.about(p_values jsonb)
returns text
language plpgsql
volatile
as $$
declare
    v_rule core.alert_rules := pg_temp.rule_row('price', p_values);
begin
    perform ops.promotion_scratch();
    perform core.load_rules(array[v_rule.id]);
    return (select string_agg(right(p.asin, 1) || p.marketplace, ' ' order by p.asin) from core.rule_products() as p);
end;
$$;

select is(pg_temp.about('{}'), '1US 2US', 'a rule about all products covers every observed product');
select is(pg_temp.about('{"scope_type": "tracked"}'), '1US', 'a rule about tracked products covers those of its tenant');
select is(pg_temp.about('{"scope_type": "product", "scope_asin": "B0TESTA008", "scope_marketplace": "DE"}'), '8DE', 'a rule about a product covers that product');
select is(
    pg_temp.about(jsonb_build_object('scope_type', 'group', 'scope_group_id', (select g.id from core.competitive_groups as g))), '6US 7US', 'a rule about a group covers its products'
);
select is(pg_temp.about('{"scope_type": "brand", "scope_brand": "Acme"}'), '1US 4US 5US 6US 7US', 'a rule about a brand covers tracked products and their competitors');

select * from finish();
rollback;

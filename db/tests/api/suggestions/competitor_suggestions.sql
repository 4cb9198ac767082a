begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(6);

select pg_temp.seen('B0MAIN0001', 'Main', 100), pg_temp.seen('B0CAND0001', 'One', 100), pg_temp.seen('B0CAND0002', 'Two', 110), pg_temp.seen('B0CAND0003', 'Three', 110);
update core.products set category_path = 'Home > Things';
insert into app.tracked_products (tenant_id, asin, marketplace) values (pg_temp.a(), 'B0MAIN0001', 'US');
set local role asinmart_api;
select results_eq(
    $$select pg_temp.items(s.data, 'asin'), s.next_key, s.meta::jsonb from api.competitor_suggestions(pg_temp.a(), 'B0MAIN0001') as s$$,
    $$values ('B0CAND0001 B0CAND0002 B0CAND0003', null::text, '{"competitor_count": 0}'::jsonb)$$, 'suggestions come best first'
);
create temp table pages as select s.* from api.competitor_suggestions(pg_temp.a(), 'B0MAIN0001', 'US', null, 2) as s;
select is((select pg_temp.items(p.data, 'asin') from pages as p), 'B0CAND0001 B0CAND0002', 'a page has so many');
select is(
    (select pg_temp.items(s.data, 'asin') from api.competitor_suggestions(pg_temp.a(), 'B0MAIN0001', 'US', (select p.next_key::jsonb from pages as p), 2) as s),
    'B0CAND0003', 'the next page continues it, also among equal scores'
);
select is((select s.data from api.competitor_suggestions(pg_temp.b(), 'B0MAIN0001') as s), '[]', 'a tenant that does not track the product gets none');
select throws_ok(
    $$select * from api.competitor_suggestions(pg_temp.a(), 'B0NOTHERE1')$$, 'AM404', 'there is no product B0NOTHERE1 in US', 'an unknown product is an error'
);
select is(
    (select json_object_agg(k.key, k.value) ->> 'price_ratio' from api.competitor_suggestions(pg_temp.a(), 'B0MAIN0001') as s
        cross join lateral json_each(s.data::json -> 0) as k), '1.000', 'the reasons are in the item'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(4);

update core.brands set is_active = false where brand_name = 'Other';
insert into core.brands (tenant_id, brand_name) values (pg_temp.a(), 'zeta'), (pg_temp.a(), 'Alpha');
set local role asinmart_api;
select is(pg_temp.all_pages('api.brands(pg_temp.a(), $page)', 'brand_name', 50), 'Acme Alpha Other zeta', 'brands are sorted by name, whatever its case');
select is(pg_temp.all_pages('api.brands(pg_temp.a(), $page)', 'brand_name', 1), 'Acme | Alpha | Other | zeta', 'the pages continue each other');
select is(
    (select string_agg(pg_temp.items(b.data, 'brand_name'), ' / ') from (values (false), (true)) as f (is_active) cross join lateral api.brands(pg_temp.a(), f.is_active) as b),
    'Other / Acme Alpha zeta', 'active ones, or the others, are found'
);
select is(
    (select pg_temp.items(b.data, 'id') from api.brands(pg_temp.b()) as b), pg_temp.brand(pg_temp.b())::text, 'another tenant sees its own'
);

select * from finish();
rollback;

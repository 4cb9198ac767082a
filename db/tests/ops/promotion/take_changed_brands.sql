begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
set local role asinmart_owner;
select plan(5);

create function pg_temp.key(p_tenant_id uuid, p_name text default 'Acme') returns text language sql stable as $$select p_tenant_id || ':' || pg_temp.brand(p_tenant_id, p_name)$$;
select ops.promotion_scratch();
select is(ops.take_changed_brands(), '{}', 'without changes there is none');
insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date) values
    (pg_temp.a(), 'B0TESTA001', 'US', 'WEEK', '2025-01-05'), (pg_temp.a(), 'B0TESTA002', 'US', 'QUARTER', '2025-01-01'), (pg_temp.b(), 'B0TESTA009', 'US', 'WEEK', '2025-01-05');
select is(ops.take_changed_brands(), array[pg_temp.key(pg_temp.a())], 'the brand of changed reports is named once, and no other tenant''s');
insert into ops.dirty_brands (tenant_id, brand_id) values
    (pg_temp.b(), pg_temp.brand(pg_temp.b())), (pg_temp.a(), pg_temp.brand(pg_temp.a(), 'Other')), (pg_temp.a(), pg_temp.brand(pg_temp.a()));
select is(
    ops.take_changed_brands(),
    (select array_agg(k order by k) from unnest(array[pg_temp.key(pg_temp.a()), pg_temp.key(pg_temp.a(), 'Other'), pg_temp.key(pg_temp.b())]) as k),
    'noted brands are named too'
);
select is_empty('table ops.dirty_brands', 'they are no longer queued');
update core.asin_brand_mapping set is_active = false where tenant_id = pg_temp.a() and asin = 'B0TESTA001';
delete from pg_temp.changed_reports;
select is(ops.take_changed_brands(), array[pg_temp.key(pg_temp.a())], 'a mapping by hand names its brand');

select * from finish();
rollback;

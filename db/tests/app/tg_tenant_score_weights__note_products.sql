begin;
set local search_path to extensions, public;
\ir ../support/two_tenants.psql
set local role asinmart_owner;
select plan(6);

insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    (pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), (pg_temp.a(), 'B0TESTA001', 'B0TESTA003'), (pg_temp.a(), 'B0TESTA004', 'B0TESTA003'), (pg_temp.b(), 'B0TESTA005', 'B0TESTA002');
select ops.refresh_dirty();
create function pg_temp.noted() returns text language plpgsql volatile as $$
declare
    v_noted text;
begin
    select string_agg(distinct d.asin || ':' || d.marketplace, ' ' order by d.asin || ':' || d.marketplace) into v_noted from ops.dirty_products as d;
    delete from ops.dirty_products;
    return v_noted;
end;
$$;
select is(pg_temp.noted(), null, 'nothing is noted before');
insert into app.tenant_score_weights (tenant_id, metric, weight) values (pg_temp.a(), 'price', 1);
select is(pg_temp.noted(), 'B0TESTA001:US B0TESTA004:US', 'a new weight notes the main products of its tenant, and no other');
update app.tenant_score_weights set weight = 2;
select is(pg_temp.noted(), 'B0TESTA001:US B0TESTA004:US', 'so does a changed one');
delete from app.tenant_score_weights;
select is(pg_temp.noted(), 'B0TESTA001:US B0TESTA004:US', 'and one that is taken back');
insert into app.tenant_score_weights (tenant_id, metric, weight) values (pg_temp.a(), 'price', 1);
select ops.refresh_dirty();
select is(
    (select i.product_keys from ops.cache_invalidations as i order by i.id desc limit 1), array['B0TESTA001:US', 'B0TESTA004:US'], 'the next refresh announces them'
);
select lives_ok($$delete from app.tenants where tenant_id = pg_temp.a()$$, 'a tenant with weights can be deleted');

select * from finish();
rollback;

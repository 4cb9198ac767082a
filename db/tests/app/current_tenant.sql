begin;
set local search_path to extensions, public;
select plan(13);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
insert into app.tracked_products (tenant_id, asin) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTA001'), ('00000000-0000-0000-0000-00000000000b', 'B0TESTA002');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    ('00000000-0000-0000-0000-00000000000a', 'B0TESTA001', 'B0TESTA002'),
    ('00000000-0000-0000-0000-00000000000b', 'B0TESTA001', 'B0TESTA003');

select is(app.current_tenant(), null, 'a session that says nothing has no tenant');
set local app.tenant_id = '';
select is(app.current_tenant(), null, 'an emptied setting is no tenant');
set local app.tenant_id = 'not a uuid';
select throws_ok('select app.current_tenant()', '22P02', null, 'a setting that is no tenant key is an error, not nobody');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select is(
    app.current_tenant(), '00000000-0000-0000-0000-00000000000a'::uuid, 'the setting app.tenant_id names the tenant'
);

-- A role that policies apply to: neither superuser nor owner, with all table privileges.
create role tap_tenant;
grant usage on schema app, core to tap_tenant;
grant select, insert, update, delete on app.tracked_products, core.competitor_links to tap_tenant;
grant insert on ops.dirty_pairs to tap_tenant;
grant usage on schema extensions to tap_tenant;

set local role tap_tenant;
select results_eq(
    'select p.asin from app.tracked_products as p', $$values ('B0TESTA001')$$, 'a tenant sees its own watch list only'
);
select results_eq(
    'select l.asin_comp from core.competitor_links as l', $$values ('B0TESTA002')$$, 'and its own competitors only'
);
select throws_ok(
    $$insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-00000000000b', 'B0TESTA009')$$,
    '42501', null, 'it cannot write rows of another tenant'
);
select lives_ok(
    $$insert into app.tracked_products (tenant_id, asin) values ('00000000-0000-0000-0000-00000000000a', 'B0TESTA009')$$,
    'it can write its own'
);
delete from app.tracked_products;
set local app.tenant_id = '';
select is_empty('select 1 from app.tracked_products', 'without a tenant nothing is seen');
select is_empty('select 1 from core.competitor_links', 'in no table');
reset role;
select results_eq(
    'select p.asin from app.tracked_products as p', $$values ('B0TESTA002')$$,
    'deleting everything deletes what one sees, and no row of another tenant'
);
set local role asinmart_owner;
select is(
    (select count(*) from core.competitor_links), 2::bigint, 'the owner, who promotes for all tenants, sees all rows'
);
reset role;
select results_eq(
    $$
        select c.oid::regclass::text
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text in ('app', 'core')
            and c.oid <> 'app.tenants'::regclass
            and not exists (select from pg_policy as p where p.polrelid = c.oid and p.polname = 'tenant_isolation')
    $$,
    $$select ''::text where false$$,
    'every tenant-owned table has the policy'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

create table public.tap_rows (tenant_id uuid);
create function pg_temp.policies() returns table (name name, expression text, oid oid) language sql as $$
    select p.polname, pg_get_expr(p.polqual, p.polrelid), p.oid from pg_policy as p where p.polrelid = 'public.tap_rows'::regclass
$$;

select lives_ok(
    $$select app.apply_policy('public.tap_rows', 'tap', 'for select to asinmart_api using (tenant_id is null)', 'Some rows.')$$,
    'a policy is made'
);
select is((select p.expression from pg_temp.policies() as p), '(tenant_id IS NULL)', 'as its definition says');
select ok((select c.relrowsecurity from pg_class as c where c.oid = 'public.tap_rows'::regclass), 'and row-level security is switched on');
select is(
    (select obj_description(p.oid, 'pg_policy') from pg_temp.policies() as p),
    'Some rows. Definition: ' || md5('for select to asinmart_api using (tenant_id is null)') || '.',
    'its comment names the definition'
);

create temp table first as select p.oid from pg_temp.policies() as p;
select app.apply_policy('public.tap_rows', 'tap', 'for select to asinmart_api using (tenant_id is null)', 'Some rows.');
select is((select p.oid from pg_temp.policies() as p), (select f.oid from first as f), 'the same definition leaves it as it is');
select app.apply_policy('public.tap_rows', 'tap', 'for select to asinmart_api using (tenant_id is not null)', 'Some rows.');
select is((select p.expression from pg_temp.policies() as p), '(tenant_id IS NOT NULL)', 'another definition replaces it');
select isnt((select p.oid from pg_temp.policies() as p), (select f.oid from first as f), 'by a new one');

comment on policy tap on public.tap_rows is 'Of a version without definitions in comments.';
select app.apply_policy('public.tap_rows', 'tap', 'using (false)', 'No rows.');
select is((select p.expression from pg_temp.policies() as p), 'false', 'a policy of an earlier version is replaced too');
select ok(
    not has_function_privilege('asinmart_admin', 'app.apply_policy(regclass, text, text, text)', 'execute'), 'only migrations call it'
);
select * from finish();
rollback;

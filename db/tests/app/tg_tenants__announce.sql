begin;
set local search_path to extensions, public;
select plan(2);

-- That listeners hear it, and of what, is tests/database/test_tenancy.py: a message leaves at commit.
select trigger_is('app', 'tenants', 'announce_update', 'app', 'tg_tenants__announce', 'a tenant that changes is announced');
select lives_ok($$update app.tenants set is_active = false, tier = 'pro'$$, 'tenants may be switched off');

select * from finish();
rollback;

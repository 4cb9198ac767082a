begin;
set local search_path to extensions, public;
select plan(2);

-- tests/database/test_tenancy.py checks that listeners receive the message, which is sent at commit.
select trigger_is('app', 'tenants', 'announce_update', 'app', 'tg_tenants__announce', 'a changed tenant is announced');
select lives_ok($$update app.tenants set is_active = false, tier = 'pro'$$, 'tenants can be disabled');

select * from finish();
rollback;

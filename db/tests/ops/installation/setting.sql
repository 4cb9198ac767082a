begin;
set local search_path to extensions, public;
select plan(5);

set local role asinmart_owner;
select is(ops.setting('reject_share_limit'), '0.5', 'a setting is read as text');
update ops.settings set value = '0.1' where name = 'reject_share_limit';
select is(ops.setting('reject_share_limit'), '0.1', 'a changed value applies at once');
select throws_ok($$select ops.setting('no_such_setting')$$, 'AM404', null, 'a misspelt name does not read as null');
select throws_ok('select ops.setting(null)', 'AM404', null, 'a null name does not read as null');
set local role asinmart_admin;
select lives_ok(
    $$update ops.settings set value = '0.2' where name = 'reject_share_limit'$$, 'an admin can change it'
);

select * from finish();
rollback;

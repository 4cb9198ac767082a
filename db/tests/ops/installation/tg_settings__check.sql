begin;
set local search_path to extensions, public;
select plan(9);

set local role asinmart_admin;
select throws_ok(
    $$update ops.settings set value = 'abc' where name = 'reject_share_limit'$$, 'AM422',
    $$setting reject_share_limit takes a number from 0 to 1, not 'abc'$$, 'a word for a number is refused'
);
select throws_ok($$update ops.settings set value = '-5' where name = 'alert_price_change_pct'$$, 'AM422', null, 'a negative threshold is refused');
select throws_ok($$update ops.settings set value = '99' where name = 'alert_digest_hour'$$, 'AM422', null, 'an invalid hour is refused');
select throws_ok($$update ops.settings set value = 'soon' where name = 'history_retention'$$, 'AM422', null, 'an invalid interval is refused');
select throws_ok($$update ops.settings set max_value = '2' where name = 'reject_share_limit'$$, '42501', null, 'an admin cannot change the bounds');
select lives_ok($$update ops.settings set value = '0.25' where name = 'reject_share_limit'$$, 'a valid value is accepted');
reset role;
select is((select s.updated_at from ops.settings as s where s.name = 'reject_share_limit'), now(), 'a change sets updated_at');
update ops.settings set updated_at = '2025-01-01' where name = 'reject_share_limit';
update ops.settings set value = value where name = 'reject_share_limit';
select isnt((select s.updated_at from ops.settings as s where s.name = 'reject_share_limit'), '2025-01-01'::timestamptz, 'updated_at cannot be set');
select is_empty(
    'select s.name from ops.settings as s where ops.setting_fault(s.value, s.value_type, s.min_value, s.max_value) is not null',
    'the default values are valid'
);

select * from finish();
rollback;

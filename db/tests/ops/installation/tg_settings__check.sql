begin;
set local search_path to extensions, public;
select plan(9);

set local role asinmart_admin;
select throws_ok(
    $$update ops.settings set value = 'abc' where name = 'reject_share_limit'$$, 'AM422',
    $$setting reject_share_limit takes a number from 0 to 1, not 'abc'$$, 'a word is refused where a number is asked for'
);
select throws_ok($$update ops.settings set value = '-5' where name = 'alert_price_change_pct'$$, 'AM422', null, 'a negative threshold');
select throws_ok($$update ops.settings set value = '99' where name = 'alert_digest_hour'$$, 'AM422', null, 'an hour that no day has');
select throws_ok($$update ops.settings set value = 'soon' where name = 'history_retention'$$, 'AM422', null, 'a time that is none');
select throws_ok($$update ops.settings set max_value = '2' where name = 'reject_share_limit'$$, '42501', null, 'the bounds are not an admin''s to move');
select lives_ok($$update ops.settings set value = '0.25' where name = 'reject_share_limit'$$, 'what is right is taken');
reset role;
select is((select s.updated_at from ops.settings as s where s.name = 'reject_share_limit'), now(), 'and dated');
update ops.settings set updated_at = '2025-01-01' where name = 'reject_share_limit';
update ops.settings set value = value where name = 'reject_share_limit';
select isnt((select s.updated_at from ops.settings as s where s.name = 'reject_share_limit'), '2025-01-01'::timestamptz, 'the date is not written by hand');
select is_empty(
    'select s.name from ops.settings as s where ops.setting_fault(s.value, s.value_type, s.min_value, s.max_value) is not null',
    'the values that come with the system are right'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select ops.ensure_partition('staging_raw.raw_events', (now() at time zone 'UTC')::date);
select lives_ok(
    $$insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash) values ('t1', 1, 'test', '{"asin": "B0TESTA001"}', '\x00')$$,
    'items can be added'
);
select throws_ok($$update staging_raw.raw_events set payload = '{}'$$, 'AM409', null, 'no item can be changed');
select throws_ok('delete from staging_raw.raw_events', 'AM409', null, 'no item can be deleted');
set local asinmart.is_deleting_reports = 'on';
select throws_ok($$update staging_raw.raw_events set payload = '{}'$$, 'AM409', null, 'even the deletion of a tenant changes none');
set local asinmart.is_deleting_reports = 'off';
select throws_ok('truncate staging_raw.raw_events', 'AM409', null, 'the table cannot be truncated');
select results_eq(
    $$select r.asin, r.payload from staging_raw.raw_events as r where r.job_id = 't1'$$,
    $$values ('B0TESTA001', '{"asin": "B0TESTA001"}'::jsonb)$$,
    'the items are unchanged'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

update ops.settings set value = '1' where name = 'reject_share_limit';
select pg_temp.load_run(
    'j1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA002', '1998-03-10', '{"price": 2}'),
    '{"hello": 1}', pg_temp.observed('B0TESTA003', '1998-03-10', '{"price": 3}')
);
select results_eq(
    $$select * from ops.run_rejects('j1')$$,
    $$values
        ('check', 'observed_too_early', 2::bigint, 2, 'observed at 1998-03-10 08:00:00+00, before any Amazon data can exist'),
        ('adapt', 'shape_unknown', 1, 3, 'no adapter reads an item with the keys hello')
    $$,
    'rejects of a run by reason, the most frequent first, each with its first example'
);
update staging_raw.rejected_events set resolved_at = now() where reason_code = 'observed_too_early';
select results_eq(
    $$select r.reason_code from ops.run_rejects('j1') as r$$, $$values ('shape_unknown')$$, 'settled rejects are left out'
);
select is_empty($$select 1 from ops.run_rejects('no such run')$$, 'a run without rejects has no row');
set local role asinmart_loader;
select isnt_empty($$select 1 from ops.run_rejects('j1')$$, 'a loader can call it');

select * from finish();
rollback;

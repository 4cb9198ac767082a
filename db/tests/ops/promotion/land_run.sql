begin;
set local search_path to extensions, public;
select plan(7);

set local role asinmart_loader;
select ops.start_run('l1', 'file');
select lives_ok($$select ops.land_run('l1', 12, 3456, 0.25)$$, 'a complete run lands');
select results_eq(
    $$select r.status, r.item_count, r.byte_count, r.cost, r.landed_at is not null from core.ingest_runs as r where r.job_id = 'l1'$$,
    $$values ('LANDED', 12, 3456::bigint, 0.25, true)$$,
    'it has its size and cost'
);
select throws_ok($$select ops.land_run('l1', 12, 3456)$$, 'AM409', null, 'a run lands once');
select throws_ok($$select ops.land_run('l2', 1, 1)$$, 'AM409', null, 'an unknown run cannot land');
select ops.start_run('l3', 'file');
select lives_ok($$select ops.land_run('l3', 0, 0)$$, 'an empty run lands');
select results_eq(
    $$select p.status, p.received_count from ops.promote_run('l3') as p$$, $$values ('SUCCESS', 0)$$, 'its promotion gives nothing'
);
set local role mart_reader;
select throws_ok($$select ops.land_run('l1', 12, 3456)$$, '42501', null, 'another role cannot land a run');

select * from finish();
rollback;

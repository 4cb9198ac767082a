begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select ops.claim_instance('here');
select is(ops.beat_worker('here', '2025-03-10'), null, 'a worker of the installation may work');
select results_eq($$select h.beat_at, h.detail from ops.heartbeats as h where h.name = 'worker'$$, $$values ('2025-03-10'::timestamptz, null::text)$$, 'its heartbeat is stored');
select is(ops.beat_worker('there', '2025-03-11'), 'this database belongs to installation here, not to there', 'a worker of another installation gets the reason');
select results_eq(
    $$select h.beat_at, h.detail from ops.heartbeats as h where h.name = 'worker'$$,
    $$values ('2025-03-11'::timestamptz, 'this database belongs to installation here, not to there')$$, 'the doctor shows the reason'
);
set local role asinmart_worker;
select lives_ok($$select ops.beat_worker('here')$$, 'the worker can call it');

select * from finish();
rollback;

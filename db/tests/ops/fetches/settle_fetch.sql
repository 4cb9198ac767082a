begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

insert into ops.fetches (id, purpose, marketplace, actor, asins, status, source_run_id, requested_at) overriding system value
values (1, 'products', 'DE', 'a/b', array['B0TESTA001'], 'running', 'run1', '2025-03-10');
create temp view shown as select f.status, f.source_run_id, f.job_id, f.item_count, f.cost, f.error, f.finished_at is not null as is_over from ops.fetches as f;
select ops.settle_fetch(1, 'queued', p_cost => 0.5, p_error => 'No answer.');
select results_eq('table shown', $$values ('queued', 'run1', null::text, null::integer, 0.5::numeric, 'No answer.', false)$$, 'a fetch that will be tried again keeps the run it waits for');
update ops.fetches set status = 'running';
select ops.settle_fetch(1, 'queued', p_cost => 0.25, p_error => 'The run failed.', p_is_run_over => true);
select results_eq('table shown', $$values ('queued', null::text, null::text, null::integer, 0.75::numeric, 'The run failed.', false)$$, 'a failed run is removed, and costs are added up');
update ops.fetches set status = 'running', source_run_id = 'run2';
select ops.settle_fetch(1, 'landed', 'apify:run2', 3, 0.25, null, true);
select results_eq('table shown', $$values ('landed', 'run2', 'apify:run2', 3, 1.0::numeric, null::text, true)$$, 'a landed fetch has its ingest run');
select ops.settle_fetch(1, 'failed', p_error => 'late');
select is((select s.status from shown as s), 'landed', 'a finished fetch does not change');
select throws_ok($$update ops.fetches set status = 'lost'$$, '23514', null, 'an unknown status is refused');
select results_eq('select s.source, s.status, s.error from ops.sources as s', $$values ('apify', 'ok', null::text)$$, 'a landed fetch shows that the source lets us in');
update ops.fetches set status = 'running';
select ops.settle_fetch(1, 'denied', p_error => 'Apify refuses.', p_now => '2025-03-10 00:00+00');
select ops.settle_fetch(1, 'denied', p_error => 'late', p_now => '2025-03-10 01:00+00');
select results_eq(
    'select s.status, s.error, s.changed_at, s.checked_at from ops.sources as s',
    $$values ('access_denied', 'Apify refuses.', timestamptz '2025-03-10 00:00+00', timestamptz '2025-03-10 00:00+00')$$, 'a refusal is that of the source'
);
select is((select s.status from shown as s), 'failed', 'and the fetch has failed');
set local role asinmart_worker;
select lives_ok($$select ops.settle_fetch(1, 'failed')$$, 'the worker can call it');

select * from finish();
rollback;

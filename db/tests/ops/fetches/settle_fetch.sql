begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

insert into ops.fetches (id, purpose, marketplace, actor, asins, status, source_run_id, requested_at) overriding system value
values (1, 'products', 'DE', 'a/b', array['B0TESTA001'], 'running', 'run1', '2025-03-10');
create temp view shown as select f.status, f.source_run_id, f.job_id, f.item_count, f.cost, f.error, f.finished_at is not null as is_over from ops.fetches as f;
select ops.settle_fetch(1, 'queued', p_cost => 0.5, p_error => 'No answer.');
select results_eq('table shown', $$values ('queued', 'run1', null::text, null::integer, 0.5::numeric, 'No answer.', false)$$, 'a fetch that is tried again keeps the run it waits for');
update ops.fetches set status = 'running';
select ops.settle_fetch(1, 'queued', p_cost => 0.25, p_error => 'The run failed.', p_is_run_over => true);
select results_eq('table shown', $$values ('queued', null::text, null::text, null::integer, 0.75::numeric, 'The run failed.', false)$$, 'unless that ended badly; what it cost adds up');
update ops.fetches set status = 'running', source_run_id = 'run2';
select ops.settle_fetch(1, 'landed', 'apify:run2', 3, 0.25, null, true);
select results_eq('table shown', $$values ('landed', 'run2', 'apify:run2', 3, 1.0::numeric, null::text, true)$$, 'in the end it says which run it became');
select ops.settle_fetch(1, 'failed', p_error => 'late');
select is((select s.status from shown as s), 'landed', 'and stays so');
select throws_ok($$update ops.fetches set status = 'lost'$$, '23514', null, 'there is no other status');
set local role asinmart_worker;
select lives_ok($$select ops.settle_fetch(1, 'failed')$$, 'the worker calls it');

select * from finish();
rollback;

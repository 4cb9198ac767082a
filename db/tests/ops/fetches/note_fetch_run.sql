begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

insert into ops.fetches (id, purpose, marketplace, actor, asins, status, requested_at) overriding system value
values (1, 'products', 'DE', 'a/b', array['B0TESTA001'], 'running', now()), (2, 'products', 'DE', 'a/b', array['B0TESTA001'], 'landed', now());
select ops.note_fetch_run(f.id, 'run1') from ops.fetches as f;
select is((select f.source_run_id from ops.fetches as f where f.id = 1), 'run1', 'a started run is recorded');
select is((select f.source_run_id from ops.fetches as f where f.id = 2), null, 'a finished fetch has no run to record');
set local role asinmart_worker;
select lives_ok($$select ops.note_fetch_run(1, 'x')$$, 'the worker can call it');

select * from finish();
rollback;

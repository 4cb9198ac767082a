begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

select ops.claim_instance('here');
insert into ops.fetches (id, purpose, marketplace, actor, asins, requested_at) overriding system value
values (1, 'products', 'DE', 'a/b', array['B0TESTA001'], '2025-03-10 00:30+00');
create function pg_temp.start(p_instance_id text default 'here')
returns table (outcome text, detail text, marketplace text, domain text, actor text, asins text[], source_run_id text)
language sql volatile as $$select s.* from ops.start_fetch(1, $1, '2025-03-10 00:31+00') as s$$;
select results_eq($$select s.outcome, s.detail from pg_temp.start('there') as s$$, $$values ('held', 'this database belongs to installation here, not to there')$$, 'a copy fetches nothing');
select is((select f.status from ops.fetches as f), 'queued', 'and leaves it as it is');
select results_eq('select * from pg_temp.start()', $$values ('start', null, 'DE', 'amazon.de', 'a/b', array['B0TESTA001'], null)$$, 'the worker hears what to fetch');
select results_eq('select f.status, f.attempts, f.started_at from ops.fetches as f', $$values ('running', 1, '2025-03-10 00:31+00'::timestamptz)$$, 'and it is known to be at it');
select ops.note_fetch_run(1, 'run1');
select results_eq('select s.outcome, s.source_run_id from pg_temp.start() as s', $$values ('start', 'run1')$$, 'the next worker takes up the run that has begun');
update ops.settings set value = '0' where name = 'fetch_daily_cost';
select is((select s.outcome from pg_temp.start() as s), 'start', 'also past the limit: it is paid for');
update ops.fetches set source_run_id = null, status = 'queued';
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('refused', 'fetches have cost 0.00 of 0 US dollars today (fetch_daily_cost)')$$, 'but none is begun then');
select results_eq('select f.status, f.error from ops.fetches as f', $$values ('refused', 'fetches have cost 0.00 of 0 US dollars today (fetch_daily_cost)')$$, 'and the ledger says why');
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('over', 'refused')$$, 'what is over is over');
select results_eq($$select s.outcome, s.detail from ops.start_fetch(-1, 'here') as s$$, $$values ('over', 'gone')$$, 'so is what there is not');
set local role asinmart_worker;
select lives_ok($$select 1 from ops.start_fetch(-1, 'here')$$, 'the worker calls it');
select throws_ok('select 1 from ops.fetches', '42501', null, 'and reads nothing');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(14);

select ops.claim_instance('here');
insert into ops.fetches (id, purpose, marketplace, actor, asins, requested_at) overriding system value
values (1, 'products', 'DE', 'a/b', array['B0TESTA001'], '2025-03-10 00:30+00');
create function pg_temp.start(p_instance_id text default 'here')
returns table (outcome text, detail text, marketplace text, domain text, actor text, asins text[], source_run_id text)
language sql volatile as $$select s.* from ops.start_fetch(1, $1, '2025-03-10 00:31+00') as s$$;
select results_eq($$select s.outcome, s.detail from pg_temp.start('there') as s$$, $$values ('held', 'this database belongs to installation here, not to there')$$, 'a copy of the database starts no fetch');
select is((select f.status from ops.fetches as f), 'queued', 'the fetch is not changed');
select results_eq('select * from pg_temp.start()', $$values ('start', null, 'DE', 'amazon.de', 'a/b', array['B0TESTA001'], null)$$, 'the worker gets the fetch to start');
select results_eq('select f.status, f.attempts, f.started_at from ops.fetches as f', $$values ('running', 1, '2025-03-10 00:31+00'::timestamptz)$$, 'the fetch is running then');
select ops.note_fetch_run(1, 'run1');
select results_eq('select s.outcome, s.source_run_id from pg_temp.start() as s', $$values ('start', 'run1')$$, 'the next worker resumes the started run');
update ops.settings set value = '0' where name = 'fetch_daily_cost';
select is((select s.outcome from pg_temp.start() as s), 'start', 'also above the limit, since the run is paid for');
update ops.fetches set source_run_id = null, status = 'queued';
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('refused', 'fetches have cost 0.00 of 0 US dollars today (fetch_daily_cost)')$$, 'no new run is started above the limit');
select results_eq('select f.status, f.error from ops.fetches as f', $$values ('refused', 'fetches have cost 0.00 of 0 US dollars today (fetch_daily_cost)')$$, 'the ledger has the reason');
update ops.settings set value = '100' where name = 'fetch_daily_cost';
insert into ops.sources (source, status, error, changed_at, checked_at)
values ('apify', 'access_denied', 'Apify refuses.', '2025-03-09 00:00+00', '2025-03-10 00:00+00');
update ops.fetches set status = 'queued';
select is((select s.outcome from pg_temp.start() as s), 'refused', 'a source that refuses access is not asked within the hour');
update ops.fetches set status = 'queued';
update ops.sources set checked_at = '2025-03-09 23:31+00';
select is((select s.outcome from pg_temp.start() as s), 'start', 'afterwards one fetch asks again');
update ops.fetches set status = 'refused';
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('over', 'refused')$$, 'a finished fetch is over');
select results_eq($$select s.outcome, s.detail from ops.start_fetch(-1, 'here') as s$$, $$values ('over', 'gone')$$, 'a missing fetch is over');
set local role asinmart_worker;
select lives_ok($$select 1 from ops.start_fetch(-1, 'here')$$, 'the worker can call it');
select throws_ok('select 1 from ops.fetches', '42501', null, 'the worker cannot read the ledger');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(16);

select ops.claim_instance('here');
update ops.settings as s set value = 'on' where s.name = 'report_prose';
create function pg_temp.start(p_version integer default 1, p_instance_id text default 'here', p_model text default 'm', p_error text default null)
returns table (outcome text, detail text, attempt integer, request jsonb) language sql as $$
    select s.* from ops.start_report_prose(
        '00000000-0000-0000-0000-000000000001', 'B0MAIN0001', 'US', p_version, p_instance_id, p_model, p_error, pg_temp.now()
    ) as s
$$;
create temp view ledger as
select concat_ws(' ', p.version, p.attempt, p.status, p.error) as line, p.cost from core.report_prose as p;

select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('over', 'There is no such report.')$$, 'without a report there is nothing to do');
select pg_temp.report();
select results_eq(
    $$select s.outcome, s.detail from pg_temp.start(p_instance_id => 'there') as s$$,
    $$values ('held', 'this database belongs to installation here, not to there')$$, 'a copy of the database asks nothing'
);
select is_empty('select 1 from ledger', 'neither is an attempt');
create temp table started as select s.* from pg_temp.start() as s;
select results_eq('select s.outcome, s.attempt, s.request ->> ''model'' from started as s', $$values ('ask', 1, 'm')$$, 'a report is asked for');
select is(
    (select s.request - 'model' from started as s), (select core.prose_request(r, 8000) from core.competition_reports as r), 'with its request'
);
select is(
    (select l.cost from ledger as l), (select ops.report_prose_cost(octet_length(s.request::text), 8000) from started as s),
    'the most that it can cost is booked'
);
select results_eq('select s.outcome, s.attempt from pg_temp.start() as s', $$values ('ask', 2)$$, 'another worker follows one that died');
select results_eq('select l.line from ledger as l order by 1', array['1 1 failed The worker died while it waited for the answer.', '1 2 running'], 'whose attempt has failed');
update core.report_prose as p set status = 'failed', finished_at = pg_temp.now() where p.attempt = 2;
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('over', 'It was asked before: failed.')$$, 'a last failure is final');
update core.report_prose as p set retry_at = pg_temp.now() where p.attempt = 2;
update ops.settings as s set value = '2' where s.name = 'report_prose_max_attempts';
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('over', 'It was asked too often.')$$, 'attempts are limited');
select pg_temp.report(2);
select results_eq('select s.outcome, s.detail from pg_temp.start() as s', $$values ('over', 'There is a newer version.')$$, 'an old version is not written');
select is((select s.detail from pg_temp.start(2, p_model => '') as s), 'The worker has no model to ask.', 'a model is needed');
select pg_temp.report(3);
update ops.settings as s set value = '0.3' where s.name = 'report_prose_budget';
select matches((select s.detail from pg_temp.start(3) as s), '^The call can cost 0\.2\d+ US dollars; 0\.4\d+ of 0\.3 are spent', 'a budget is kept');
select results_eq(
    $$select l.line, l.cost from ledger as l where l.line ~ '^[23]' order by 1$$,
    format($$values ('2 1 failed The worker has no model to ask.', numeric '0'), ('3 1 over_budget %s', 0)$$, (select p.error from core.report_prose as p where p.version = 3)),
    'what is not asked costs nothing, and is noted'
);
select pg_temp.report(4);
update ops.settings as s set value = 'off' where s.name = 'report_prose';
select results_eq('select s.outcome, s.detail from pg_temp.start(4) as s', $$values ('over', 'Reports by a language model are switched off.')$$, 'switched off, nothing is asked');
reset role;
set local role asinmart_worker;
select throws_ok('select 1 from core.report_prose', '42501', null, 'the worker reads no attempt');

select * from finish();
rollback;

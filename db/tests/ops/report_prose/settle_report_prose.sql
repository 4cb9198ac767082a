begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(13);

select pg_temp.report();
select pg_temp.attempt();
create function pg_temp.body(p_content text, p_usage jsonb default '{"prompt_tokens": 1000, "completion_tokens": 200}')
returns text language sql as $$
    select jsonb_build_object('choices', jsonb_build_array(jsonb_build_object('message', jsonb_build_object('content', p_content))), 'usage', p_usage)::text
$$;
create function pg_temp.settle(p_version integer, p_body text, p_error text default null, p_is_free boolean default false, p_retry_at timestamptz default null)
returns table (status text, retry_at timestamptz, detail text) language sql as $$
    select s.* from ops.settle_report_prose(
        '00000000-0000-0000-0000-000000000001', 'B0MAIN0001', 'US', p_version, 1, p_body, p_error, p_is_free, p_retry_at, pg_temp.now() + interval '9 seconds'
    ) as s
$$;
create temp view ledger as
select p.version, p.status, p.cost, p.is_cost_estimated, p.input_tokens, p.output_tokens, p.prose_version, p.error, p.faults, p.answer, p.finished_at from core.report_prose as p;

select is_empty('select s.* from pg_temp.settle(2, ''x'') as s', 'an attempt that is not there changes nothing');
select results_eq(
    $$select s.* from pg_temp.settle(1, pg_temp.body(pg_temp.answer('{title:B0MAIN0001} costs {price:B0MAIN0001}.')::text)) as s$$,
    $$values ('succeeded', null::timestamptz, null)$$, 'a right answer is published'
);
select results_eq(
    'select l.prose_version, l.cost, l.is_cost_estimated, l.input_tokens, l.output_tokens, l.finished_at from ledger as l',
    $$values (2, 0.01, false, bigint '1000', bigint '200', '2025-03-20 12:00:09+00'::timestamptz)$$, 'with its tokens and cost'
);
select is((select r.execution_time_seconds from core.competition_reports as r where r.version = 2), 9::numeric, 'and the time that it took');
select is_empty('select s.* from pg_temp.settle(1, ''x'') as s', 'an attempt ends once');

select pg_temp.report(3);
select pg_temp.attempt('{"version": 3}');
select results_eq(
    $$select s.* from pg_temp.settle(3, pg_temp.body(pg_temp.answer('It has 5 of {price:B0MAIN0001}.')::text, '{"prompt_tokens": "many"}')) as s$$,
    $$values ('refused', null::timestamptz, 'position, sentence 1: it has a digit outside a slot.')$$, 'a lie is refused'
);
select results_eq(
    'select l.faults #>> ''{0,code}'', l.cost, l.is_cost_estimated, l.answer from ledger as l where l.version = 3',
    $$values ('digit', 0.5, true, '{"sections": {"position": [{"template": "It has 5 of {price:B0MAIN0001}."}]}}')$$,
    'with the fault, the answer, and the booked cost where tokens are not counted'
);
select pg_temp.report(4);
select pg_temp.attempt('{"version": 4}');
select results_eq('select s.status, s.detail from pg_temp.settle(4, ''<html>'') as s', $$values ('refused', 'The answer is not JSON.')$$, 'no JSON is refused');
select is((select l.answer from ledger as l where l.version = 4), '<html>', 'and kept');
select pg_temp.report(v) from generate_series(5, 7) as v;
select pg_temp.attempt(jsonb_build_object('version', v)) from generate_series(5, 7) as v;
select results_eq(
    $$select s.* from pg_temp.settle(5, null, 'It answers 503.', true, pg_temp.now() + interval '1 minute') as s$$,
    $$values ('failed', pg_temp.now() + interval '1 minute', 'It answers 503.')$$, 'another attempt may follow'
);
update ops.settings as s set value = '1' where s.name = 'report_prose_max_attempts';
select results_eq(
    $$select s.* from pg_temp.settle(6, null, 'No answer.', false, pg_temp.now() + interval '1 minute') as s$$,
    $$values ('failed', null::timestamptz, 'No answer.')$$, 'but not after the last'
);
select results_eq(
    'select l.version, l.cost, l.is_cost_estimated from ledger as l where l.version in (5, 6) order by 1', $$values (5, 0::numeric, false), (6, 0.5, true)$$,
    'a call that was not answered may have cost all of it'
);
select is((select count(*) from core.competition_reports as r where r.model <> 'rules-v1'), 1::bigint, 'one version was published');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
select plan(7);

create function pg_temp.document(p_format text, p_version integer default null, p_tenant_id uuid default pg_temp.a()) returns text language sql volatile as $$
    select api.report_document(p_tenant_id, 'B0TESTA001', 'US', p_version, p_format);
$$;

set local role asinmart_owner;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12}'));
select (pg_temp.report(p_depth => 'basic')).version, (pg_temp.report(p_depth => 'standard')).version;
set local role asinmart_api;
select results_eq(
    $$select pg_temp.document('json')::jsonb #>> '{data,version}', pg_temp.document('json', 1)::jsonb #>> '{data,version}'$$, $$values ('2', '1')$$,
    'the latest version as JSON, or the one that is asked for'
);
select ok(pg_temp.document('markdown') ~ '^# .*Mug 1' and pg_temp.document('markdown') ~ 'Mug 2.* is dearer, by .*2\.00 USD', 'as Markdown');
select ok(pg_temp.document('html') ~ '^<!doctype html>' and pg_temp.document('html') ~ 'Mug 2.* is dearer, by .*2\.00 USD', 'as a page');
select isnt(pg_temp.document('markdown'), pg_temp.document('markdown', 1), 'each version has its own');
select throws_ok($$select pg_temp.document('html', 3)$$, 'AM404', 'there is no version 3 of the report of B0TESTA001 in marketplace US', 'a version that does not exist has none');
select throws_ok($$select pg_temp.document('json', p_tenant_id => pg_temp.b())$$, 'AM404', null, 'another tenant finds no JSON');
select throws_ok($$select pg_temp.document('markdown', p_tenant_id => pg_temp.b())$$, 'AM404', null, 'and no Markdown');

select * from finish();
rollback;

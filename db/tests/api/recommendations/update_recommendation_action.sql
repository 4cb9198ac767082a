begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(14);

select pg_temp.dear_market();
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTMAIN', 'B0TESTC001');
create function pg_temp.own() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-000000000001'::uuid$$;
create function pg_temp.other() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-0000000000b1'::uuid$$;
grant execute on function pg_temp.own(), pg_temp.other() to asinmart_api;

select pg_temp.renew('2025-03-31 20:00+00');
create temp table ids as select a.id from core.recommendation_actions as a;
grant select on ids to asinmart_api;
set local role asinmart_api;
create function pg_temp.set_to(p_body text, p_tenant_id uuid default pg_temp.own(), p_if_match text[] default null) returns jsonb language sql as $$
    select api.update_recommendation_action(p_tenant_id, i.id, p_body::jsonb, p_if_match, '2025-04-03 20:00+00')::jsonb -> 'data' from ids as i;
$$;
select throws_ok($$select pg_temp.set_to('{"status": "approved"}', pg_temp.other())$$, 'AM404', null, 'another tenant does not find it');
select throws_ok($$select pg_temp.set_to('{"status": "superseded"}')$$, 'AM422', 'an action cannot be set to superseded', 'what happens by itself is not set');
select throws_ok($$select pg_temp.set_to('{}')$$, 'AM422', 'an action cannot be set to no status', 'a status is needed');
select throws_ok($$select pg_temp.set_to('{"status": "applied"}')$$, 'AM409', format('action %s is pending, which cannot become applied', (select i.id from ids as i)), 'a pending action is not applied');
select throws_ok(
    $$select pg_temp.set_to('{"status": "approved", "applied_at": "2025-04-02T00:00:00Z"}')$$, 'AM422', 'an action that is approved has no applied_at', 'an approved one has no time'
);
select throws_ok($$select pg_temp.set_to('{"status": "approved"}', p_if_match => array['x'])$$, 'AM412', null, 'one that was changed since it was read is not');
select is(
    (select concat_ws(' ', a.d ->> 'status', a.d ->> 'decided_at') from (select pg_temp.set_to('{"status": "approved"}') as d) as a), 'approved 2025-04-03T20:00:00+00:00', 'a pending one is approved'
);
select is(pg_temp.set_to('{"status": "approved"}') ->> 'status', 'approved', 'twice is no change');
select throws_ok(
    $$select pg_temp.set_to('{"status": "applied", "applied_at": "2025-04-04T00:00:00Z"}')$$, 'AM422', null, 'it was not applied in the future'
);
select throws_ok(
    $$select pg_temp.set_to('{"status": "applied", "applied_at": "2025-03-30T00:00:00Z"}')$$, 'AM422', null, 'nor before it was proposed'
);
select is(
    pg_temp.set_to('{"status": "applied", "applied_at": "2025-04-02T00:00:00Z"}') ->> 'applied_at', '2025-04-02T00:00:00+00:00', 'but when the tenant says'
);
select is(pg_temp.set_to('{"status": "applied"}') ->> 'applied_at', '2025-04-02T00:00:00+00:00', 'again without a time is no change');
select throws_ok(
    $$select pg_temp.set_to('{"status": "applied", "applied_at": "2025-04-03T00:00:00Z"}')$$, 'AM409', null, 'another time is refused'
);
select throws_ok($$select pg_temp.set_to('{"status": "rejected"}')$$, 'AM409', null, 'and so is a rejection');

select * from finish();
rollback;

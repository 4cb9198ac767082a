begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(8);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12}'));
select (pg_temp.report()).version, (pg_temp.report(pg_temp.b())).version;
insert into core.report_requests (tenant_id, asin_main, marketplace, depth, requested_at) select t.tenant_id, 'B0TESTA001', 'US', 'basic', now() from app.tenants as t where t.name ~ '^tenant';
insert into ops.report_checks (tenant_id, asin_main, marketplace, checked_at) select t.tenant_id, 'B0TESTA001', 'US', now() from app.tenants as t where t.name ~ '^tenant';
insert into app.tenant_score_weights (tenant_id, metric, weight) select t.tenant_id, 'bsr', 1 from app.tenants as t where t.name ~ '^tenant';

select throws_ok($$update core.competition_reports set status = 'thin_data'$$, 'AM409', 'version 1 of the report of B0TESTA001 is final', 'no version is changed');
select throws_ok('update core.competition_reports set version = version', 'AM409', null, 'not even to the same');
select throws_ok('delete from core.competition_reports', 'AM409', 'version 1 of the report of B0TESTA001 is final', 'nor deleted');
select throws_ok('truncate core.competition_reports cascade', 'AM409', 'versions of reports are final', 'nor emptied');
select is((select count(*) from core.competition_reports), 2::bigint, 'they are all there');
select lives_ok($$delete from app.tenants where tenant_id = pg_temp.a()$$, 'a tenant can be deleted');
select results_eq('select r.tenant_id from core.competition_reports as r', 'select pg_temp.b()', 'its versions go with it, and no other''s');
select results_eq(
    $$
        select (select array_agg(q.tenant_id) from core.report_requests as q), (select array_agg(c.tenant_id) from ops.report_checks as c),
            (select array_agg(w.tenant_id) from app.tenant_score_weights as w)
    $$,
    $$values (array[pg_temp.b()], array[pg_temp.b()], array[pg_temp.b()])$$, 'so do its requests, checks and weights'
);

select * from finish();
rollback;

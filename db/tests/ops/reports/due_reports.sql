begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(20);

-- p_now of the tests is the last day at noon; observations of a day are written at nine.
create function pg_temp.due(p_now timestamptz) returns setof text language sql stable as $$select d.asin_main from ops.due_reports(p_now) as d where d.tenant_id = pg_temp.a()$$;
create function pg_temp.check_at(p_at timestamptz, p_error text default null) returns void language sql volatile as $$
    insert into ops.report_checks as c (asin_main, marketplace, tenant_id, checked_at, error) values ('B0TESTA001', 'US', pg_temp.a(), p_at, p_error)
    on conflict (asin_main, marketplace, tenant_id) do update set checked_at = excluded.checked_at, error = excluded.error;
$$;
create function pg_temp.see(p_job_id text, p_asin text, p_day date) returns void language sql volatile as $$
    select pg_temp.land_run(p_job_id, array[pg_temp.observed(p_asin, p_day, jsonb_build_object('price', 10, 'scraped_at', p_day + time '09:00'))]);
    select pg_temp.promote(p_job_id);
    update core.product_metrics_daily as d set observed_at = (p_day + time '09:00') at time zone 'UTC' where d.asin = p_asin and d.date = p_day;
$$;
create function pg_temp.every(p_frequency interval) returns void language sql volatile as $$
    update core.competitive_groups set analysis_frequency = p_frequency where tenant_id = pg_temp.a() and asin_main = 'B0TESTA001';
$$;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA002');
select is_empty($$select pg_temp.due('2025-03-20 12:00+00')$$, 'a main product that was never observed waits for its first day');
select pg_temp.see('c1', 'B0TESTA001', '2025-03-20'), pg_temp.see('c2', 'B0TESTA002', '2025-03-20');
select results_eq($$select pg_temp.due('2025-03-20 12:00+00')$$, array['B0TESTA001'], 'a group that was never checked is due');
select is((select count(*) from ops.due_reports('2025-03-20 12:00+00')), 2::bigint, 'for each tenant');

select (pg_temp.report(p_now => '2025-03-20 12:00+00')).version;
select pg_temp.check_at('2025-03-20 12:00+00');
select is_empty($$select pg_temp.due('2025-03-21 11:59+00')$$, 'a checked one is not, until its frequency has passed');
select results_eq($$select pg_temp.due('2025-03-21 12:00+00')$$, array['B0TESTA001'], 'then it is');
select pg_temp.every('6 hours');
select results_eq($$select pg_temp.due('2025-03-20 18:00+00')$$, array['B0TESTA001'], 'every six hours');
select pg_temp.every('1 day');

-- A new day counts once the competitors have it too, or six hours after the main product.
select pg_temp.see('c3', 'B0TESTA001', '2025-03-21');
select is_empty($$select pg_temp.due('2025-03-21 10:00+00')$$, 'a new day waits for the competitors observed of late');
select pg_temp.check_at('2025-03-20 23:00+00');
select is_empty($$select pg_temp.due('2025-03-21 15:00+00')$$, 'for six hours');
select results_eq($$select pg_temp.due('2025-03-21 15:00:01+00')$$, array['B0TESTA001'], 'and no longer');
select pg_temp.see('c4', 'B0TESTA002', '2025-03-21');
select results_eq($$select pg_temp.due('2025-03-21 10:00+00')$$, array['B0TESTA001'], 'when the competitor has the day the report is due, before its frequency has passed');
select pg_temp.see('c5', 'B0TESTA003', '2025-03-15');
select results_eq($$select pg_temp.due('2025-03-21 10:00+00')$$, array['B0TESTA001'], 'a competitor that was not seen for days is not waited for');
select pg_temp.check_at('2025-03-20 23:00+00', 'it failed');
select is_empty($$select pg_temp.due('2025-03-21 10:00+00')$$, 'after a failure the frequency counts, not the day');
select pg_temp.check_at('2025-03-20 23:00+00');

-- Frequencies of several days, and of months.
select pg_temp.every('2 days');
select is_empty($$select pg_temp.due('2025-03-21 10:00+00')$$, 'every two days needs a day two days later');
select pg_temp.see('c6', 'B0TESTA001', '2025-03-22'), pg_temp.see('c7', 'B0TESTA002', '2025-03-22');
select results_eq($$select pg_temp.due('2025-03-22 10:00+00')$$, array['B0TESTA001'], 'which is there now');
select pg_temp.every('1 month');
select is_empty($$select pg_temp.due('2025-03-22 10:00+00')$$, 'a month is more than a day');

-- Which groups.
select pg_temp.every('1 hour');
insert into core.competitive_groups (tenant_id, name, asin_main, analysis_frequency) values (pg_temp.a(), 'empty', 'B0TESTA001', '1 hour');
select pg_temp.every('7 days');
update core.competitive_groups set analysis_frequency = '1 hour' where name = 'empty';
select is_empty($$select pg_temp.due('2025-03-21 02:00+00')$$, 'the frequency of a group without members does not count');
insert into core.competitive_group_members (group_id, tenant_id, asin) select g.id, g.tenant_id, 'B0TESTA003' from core.competitive_groups as g where g.name = 'empty';
select results_eq($$select pg_temp.due('2025-03-21 02:00+00')$$, array['B0TESTA001'], 'of several groups of a main product the most frequent one does');
update core.competitive_groups set is_active = false where name = 'empty';
select is_empty($$select pg_temp.due('2025-03-21 02:00+00')$$, 'of active ones');
update core.competitive_group_members set is_active = false where tenant_id = pg_temp.a();
select is_empty($$select pg_temp.due('2026-03-21 02:00+00')$$, 'with active members');
select pg_temp.compare(pg_temp.a(), 'B0TESTA002', 'B0TESTA001');
select results_eq(
    $$select d.asin_main from ops.due_reports('2026-03-21 02:00+00') as d$$, array['B0TESTA002', 'B0TESTA001'], 'those never checked come first, then by tenant'
);

select * from finish();
rollback;

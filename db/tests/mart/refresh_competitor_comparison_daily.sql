begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/differences.psql
set local role asinmart_owner;
select plan(20);

create view pg_temp.comparisons as
select c.asin_main, c.asin_comp, c.date, c.price_diff from mart.competitor_comparison_daily as c;

select pg_temp.load_run(
    'c1',
    pg_temp.observed('B0TESTA001', '2024-12-31', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2024-12-31', '{"price": 12}'),
    pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 11}'), pg_temp.observed('B0TESTA002', '2025-03-01', '{"price": 12}'),
    pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 11}')
);
select is_empty('table pg_temp.comparisons', 'products without a pair are not compared');

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select ops.refresh_dirty();
select results_eq(
    'select c.date, c.price_diff from pg_temp.comparisons as c order by c.date',
    $$values ('2024-12-31'::date, -2::numeric), ('2025-03-01', -1)$$,
    'a new link is compared over all days on which both were observed'
);
select pg_temp.load_run('c2', pg_temp.observed('B0TESTA002', '2025-03-02', '{"price": 15}'));
select results_eq(
    $$select c.price_diff from pg_temp.comparisons as c where c.date = '2025-03-02'$$, $$values (-4::numeric)$$,
    'a day is compared as soon as the competitor has it too'
);
select pg_temp.load_run('c3', pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 20}'));
select results_eq(
    $$select c.price_diff from pg_temp.comparisons as c where c.date = '2025-03-02'$$, $$values (5::numeric)$$,
    'a correction of the main product changes its gap'
);
select pg_temp.load_run('c4', pg_temp.observed('B0TESTA002', '2025-03-02', '{"price": 16}'));
select results_eq(
    $$select c.price_diff from pg_temp.comparisons as c where c.date = '2025-03-02'$$, $$values (4::numeric)$$,
    'a correction of the competitor changes the gap'
);
select pg_temp.load_run('c5', pg_temp.observed('B0TESTA002', '2025-03-02', '{"status": "blocked"}'));
select is_empty(
    $$select 1 from pg_temp.comparisons as c where c.date = '2025-03-02'$$, 'a day that one side loses is no longer compared'
);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA002', 'B0TESTA001');
select ops.refresh_dirty();
select results_eq(
    $$select c.asin_main, c.price_diff from pg_temp.comparisons as c where c.date = '2025-03-01' order by c.asin_main$$,
    $$values ('B0TESTA001', -1::numeric), ('B0TESTA002', 1)$$,
    'two products can be compared in both directions'
);
delete from core.competitor_links where asin_main = 'B0TESTA001';
select ops.refresh_dirty();
select results_eq(
    'select distinct c.asin_main from pg_temp.comparisons as c', $$values ('B0TESTA002')$$,
    'a deleted link loses all its rows, and no other link does'
);

-- Groups.
insert into core.competitive_groups (name, asin_main) values ('rivals', 'B0TESTA001');
insert into core.competitive_group_members (group_id, asin)
select g.id, a.asin from core.competitive_groups as g cross join (values ('B0TESTA002'), ('B0TESTA003')) as a (asin);
select pg_temp.load_run('c6', pg_temp.observed('B0TESTA003', '2025-03-01', '{"price": 1}'));
select results_eq(
    $$select c.asin_comp, c.date, c.price_diff from pg_temp.comparisons as c where c.asin_main = 'B0TESTA001' order by c.asin_comp, c.date$$,
    $$values ('B0TESTA002', '2024-12-31'::date, -2::numeric), ('B0TESTA002', '2025-03-01', -1), ('B0TESTA003', '2025-03-01', 10)$$,
    'members of a group are compared with its main product, also in later runs'
);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select ops.refresh_dirty();
delete from core.competitive_group_members where asin = 'B0TESTA002';
select ops.refresh_dirty();
select is(
    (select count(*) from pg_temp.comparisons as c where c.asin_main = 'B0TESTA001' and c.asin_comp = 'B0TESTA002'), 2::bigint,
    'a pair that is also linked stays when the member leaves the group'
);
update core.competitive_group_members set asin = 'B0TESTA004' where asin = 'B0TESTA003';
select ops.refresh_dirty();
select is_empty(
    $$select 1 from pg_temp.comparisons as c where c.asin_comp = 'B0TESTA003'$$, 'a replaced member is no longer compared'
);
update core.competitive_group_members set asin = 'B0TESTA003' where asin = 'B0TESTA004';
delete from core.competitive_groups;
select ops.refresh_dirty();
select is_empty(
    $$select 1 from pg_temp.comparisons as c where c.asin_comp = 'B0TESTA003'$$, 'a deleted group leaves no rows'
);
select is_empty('select * from pg_temp.differences()', 'the table equals its definition');

select pg_temp.load_run('c7', pg_temp.observed('B0TESTA001', '2025-03-05', '{"price": 5, "bsr": 3, "bsr_category": "A"}'), pg_temp.observed('B0TESTA002', '2025-03-05', '{"price": 4, "bsr": 5, "bsr_category": "B"}'));
select results_eq(
    $$
        select c.bsr_gap, c.is_same_bsr_category, c.price_diff_pct from mart.competitor_comparison_daily as c
        where c.asin_main = 'B0TESTA001' and c.date = '2025-03-05'
    $$,
    $$values (-2, false, 25.00)$$,
    'gaps of two categories are marked'
);
select is((select r.changed_day_count from core.ingest_runs as r where r.job_id = 'c7'), 2, 'one day of each product changed');

-- A competitor that is paused or removed.
delete from core.competitor_links;
insert into core.competitive_groups (name, asin_main) values ('kept', 'B0TESTA001');
insert into core.competitive_group_members (group_id, asin)
select g.id, a.asin from core.competitive_groups as g cross join (values ('B0TESTA002'), ('B0TESTA003')) as a (asin);
select ops.refresh_dirty();
create temp table before_pause as
select c.xmin::text as version, c.asin_comp, c.date from mart.competitor_comparison_daily as c where c.asin_main = 'B0TESTA001';
update core.competitive_group_members set is_active = false where asin = 'B0TESTA002';
select ops.refresh_dirty();
select results_eq(
    $$
        select c.xmin::text, c.asin_comp, c.date from mart.competitor_comparison_daily as c where c.asin_main = 'B0TESTA001' order by 2, 3
    $$,
    'select b.version, b.asin_comp, b.date from pg_temp.before_pause as b order by 2, 3',
    'a paused member keeps its rows, and no row of another is written again'
);
update core.competitive_group_members set stopped_on = '2025-03-01' where asin = 'B0TESTA002';
insert into ops.dirty_pairs (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US');
select pg_temp.load_run('c8', pg_temp.observed('B0TESTA001', '2025-03-06', '{"price": 5}'), pg_temp.observed('B0TESTA002', '2025-03-06', '{"price": 4}'));
select is(
    (select max(c.date) from pg_temp.comparisons as c where c.asin_comp = 'B0TESTA002'), '2025-03-01'::date,
    'no day after the pause is compared'
);
update core.competitive_group_members set is_active = true where asin = 'B0TESTA002';
select ops.refresh_dirty();
select is(
    (select max(c.date) from pg_temp.comparisons as c where c.asin_comp = 'B0TESTA002'), '2025-03-06'::date,
    'an active member is compared over all days again'
);

select ops.promotion_scratch();
select is(mart.refresh_competitor_comparison_daily(), 0, 'without changes nothing is written');
insert into pg_temp.changed_pairs (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA008', 'B0TESTA009', 'US');
select is(mart.refresh_competitor_comparison_daily(), 0, 'pairs without a real change, or without days, write nothing');

select * from finish();
rollback;

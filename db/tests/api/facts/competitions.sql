begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(12);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-000000000002', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'B0TESTA002'), ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'B0TESTA003'),
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'B0TESTA008'), ('00000000-0000-0000-0000-000000000002', 'B0TESTA001', 'B0TESTA004');
select pg_temp.load_run(
    'c1',
    pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2025-03-01', '{"price": 12}'),
    pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 10, "bsr": 5, "rating": 4.5, "title": "Main"}'),
    pg_temp.observed('B0TESTA002', '2025-03-09', '{"price": 12, "bsr": 9, "rating": 4, "title": "Other"}'),
    pg_temp.observed('B0TESTA003', '2025-03-10', '{"price": 7}'), pg_temp.observed('B0TESTA004', '2025-03-10', '{"price": 7}')
);
set local role asinmart_api;
create function pg_temp.body(p_asin text, p_range integer)
returns jsonb
language sql
stable
as $$
    select a.body::jsonb from api.competitions('00000000-0000-0000-0000-000000000001', p_asin, 'US', p_range, '12 hours') as a;
$$;
select results_eq(
    $$select pg_temp.body('B0TESTA001', 7) #>> '{data,main,title}', pg_temp.body('B0TESTA001', 7) #>> '{meta,as_of}'$$, $$values ('Main', '2025-03-09')$$,
    'an answer has the main product and its newest day'
);
select results_eq(
    $$select c.row ->> 'asin', (c.row ->> 'price')::numeric from jsonb_array_elements(pg_temp.body('B0TESTA001', 7) #> '{data,competitors}') as c (row)$$,
    $$values ('B0TESTA002', 12::numeric), ('B0TESTA003', 7)$$,
    'it has the competitors that were observed, with their newest values'
);
select results_eq(
    $$
        select g.row ->> 'date', (g.row ->> 'price_diff')::numeric, (g.row ->> 'bsr_gap')::integer
        from jsonb_array_elements(pg_temp.body('B0TESTA001', 7) #> '{data,competitors,0,gaps}') as g (row)
    $$,
    $$values ('2025-03-09', -2::numeric, -4)$$,
    'it has the gaps of the range'
);
select results_eq(
    $$select jsonb_array_length(pg_temp.body('B0TESTA001', n) #> '{data,competitors,0,gaps}') from (values (8), (9), (30)) as r (n)$$,
    $$values (1), (2), (2)$$,
    'a range of n days contains exactly n days'
);
select is(
    pg_temp.body('B0TESTA001', 7) #> '{data,competitors,1,gaps}', 'null'::jsonb,
    'a competitor without a common day has no gaps'
);
select results_eq(
    $$
        select s.row ->> 'asin', (s.row ->> 'is_main')::boolean, (s.row ->> 'price_rank')::integer
        from jsonb_array_elements(pg_temp.body('B0TESTA001', 7) #> '{data,scores}') as s (row)
    $$,
    $$values ('B0TESTA001', true, 1), ('B0TESTA002', false, 2)$$,
    'it has the scores of that day, best first'
);
select results_eq(
    $$select pg_temp.body('B0TESTA004', 7) #> '{data,competitors}', pg_temp.body('B0TESTA004', 7) #> '{data,scores}'$$, $$values ('[]'::jsonb, '[]'::jsonb)$$,
    'a product without competitors has an answer'
);
select is(pg_temp.body('B0TESTA009', 7), null, 'an unknown product is not found');
select results_eq(
    $$
        select a.body::jsonb #>> '{data,competitors,0,asin}', jsonb_array_length(a.body::jsonb #> '{data,competitors}'), jsonb_array_length(a.body::jsonb #> '{data,scores}')
        from api.competitions('00000000-0000-0000-0000-000000000002', 'B0TESTA001', 'US', 30, '12 hours') as a
    $$,
    $$values ('B0TESTA004', 1, 1)$$,
    'another tenant gets only its own competitors'
);

set local role asinmart_owner;
create temp table before on commit drop as select a.data_version from api.competitions('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', 7, '12 hours') as a;
select pg_temp.load_run('c2', pg_temp.observed('B0TESTA002', '2025-03-11', '{"price": 13}'));
select cmp_ok(
    (select a.data_version from api.competitions('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', 7, '12 hours') as a), '>', (select b.data_version from before as b),
    'the version grows when a competitor changes'
);
truncate before;
insert into before select a.data_version from api.competitions('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', 7, '12 hours') as a;
select pg_temp.load_run('c3', pg_temp.observed('B0TESTA006', '2025-03-11', '{"price": 13}'));
select is(
    (select a.data_version from api.competitions('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', 7, '12 hours') as a), (select b.data_version from before as b),
    'the version stays when another product changes'
);
delete from core.competitor_links where asin_comp = 'B0TESTA002';
select ops.refresh_dirty();
select cmp_ok(
    (select a.data_version from api.competitions('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', 7, '12 hours') as a), '>', (select b.data_version from before as b),
    'the version grows when a competitor is removed, even if it changed last'
);

select * from finish();
rollback;

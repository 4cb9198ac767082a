begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select lives_ok('select ops.promotion_scratch()', 'the temporary tables are created with those of a promotion');
insert into pg_temp.search_query_rows (raw_event_id) values (1);
insert into pg_temp.search_reports (id) values (1);
insert into pg_temp.reported_queries (asin_performance_id, tenant_id, search_query, known_from_at) values (1, gen_random_uuid(), 'gloves', now());
insert into pg_temp.changed_reports (asin) values ('B0TESTA001');
insert into pg_temp.changed_segments (asin) values ('B0TESTA001');
insert into pg_temp.seller_report_rows (raw_event_id) values (1);
insert into pg_temp.seller_reports (report) values ('search_terms');
select ops.promotion_scratch();
select is(
    (
        (select count(*) from pg_temp.search_query_rows) + (select count(*) from pg_temp.search_reports) + (select count(*) from pg_temp.reported_queries)
        + (select count(*) from pg_temp.changed_reports) + (select count(*) from pg_temp.changed_segments)
        + (select count(*) from pg_temp.seller_report_rows) + (select count(*) from pg_temp.seller_reports)
    ),
    0::bigint, 'a second call empties them'
);
select throws_ok('select ops.report_scratch()', '42P07', null, 'alone it creates them once');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(3);

set local role asinmart_owner;
delete from ops.refresh_log;
insert into ops.refresh_log (view_name, status, started_at, finished_at, duration_ms, row_count, error, data_version)
values ('mart.mv_x', 'succeeded', '2025-01-13 01:00Z', '2025-01-13 01:01Z', 60000, 12, null, 1), ('mart.mv_y', 'failed', '2025-01-13 02:00Z', '2025-01-13 02:01Z', 60000, null, 'it broke', 1);
set local role mart_reader;
select columns_are(
    'mart', 'materialized_view_refresh_log',
    array['id', 'view_name', 'refresh_started_at', 'refresh_completed_at', 'status', 'rows_affected', 'error_message', 'duration_ms'],
    'it has the columns that dashboards know'
);
select results_eq(
    'select l.view_name, l.refresh_started_at, l.refresh_completed_at, l.status, l.rows_affected, l.error_message, l.duration_ms::integer from mart.materialized_view_refresh_log as l order by 1',
    $$
        values
            ('mart.mv_x', timestamptz '2025-01-13 01:00Z', timestamptz '2025-01-13 01:01Z', 'succeeded', 12::bigint, null, 60000),
            ('mart.mv_y', '2025-01-13 02:00Z', '2025-01-13 02:01Z', 'failed', null, 'it broke', 60000)
    $$,
    'a refresh has its times and rows, or why it failed'
);
set local role tenant_reader;
select throws_ok('select 1 from mart.materialized_view_refresh_log', '42501', null, 'refreshes of the installation are no matter of a tenant');

select * from finish();
rollback;

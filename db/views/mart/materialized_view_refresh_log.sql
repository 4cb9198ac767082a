-- In the shape that dashboards know, over the ledger of refreshes. Brand segments are kept with each load and need no refresh.
create or replace view mart.materialized_view_refresh_log as
select
    r.id,
    r.view_name,
    r.started_at as refresh_started_at,
    r.finished_at as refresh_completed_at,
    r.status,
    r.row_count as rows_affected,
    r.error as error_message,
    r.duration_ms
from ops.refresh_log as r;
comment on view mart.materialized_view_refresh_log is 'One row per refresh of a materialized view behind mart.';
comment on column mart.materialized_view_refresh_log.id is 'Refresh key.';
comment on column mart.materialized_view_refresh_log.view_name is 'View that was refreshed.';
comment on column mart.materialized_view_refresh_log.refresh_started_at is 'When it began.';
comment on column mart.materialized_view_refresh_log.refresh_completed_at is 'When it ended.';
comment on column mart.materialized_view_refresh_log.status is 'succeeded or failed.';
comment on column mart.materialized_view_refresh_log.rows_affected is 'Rows of the view after it; null: it failed.';
comment on column mart.materialized_view_refresh_log.error_message is 'Why it failed; null: it did not.';
comment on column mart.materialized_view_refresh_log.duration_ms is 'Milliseconds it took.';
grant select on mart.materialized_view_refresh_log to mart_reader, asinmart_api, asinmart_admin;

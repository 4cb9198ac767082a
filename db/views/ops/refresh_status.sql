create or replace view ops.refresh_status as
select
    v.view_name,
    newest.status as last_status,
    fresh.finished_at as last_success_at,
    fresh.row_count,
    newest.duration_ms as last_duration_ms,
    coalesce(fresh.data_version, 0) as data_version,
    (
        select i.created_at
        from ops.cache_invalidations as i
        where i.id > coalesce(fresh.data_version, 0)
        order by i.id
        limit 1
    ) as stale_since_at,
    newest.error as last_error
from (values ('category_benchmarks')) as v (view_name)
left join lateral (
    select r.status, r.duration_ms, r.error
    from ops.refresh_log as r
    where r.view_name = v.view_name
    order by r.id desc
    limit 1
) as newest on true
left join lateral (
    select r.finished_at, r.row_count, r.data_version
    from ops.refresh_log as r
    where r.view_name = v.view_name and r.status = 'succeeded'
    order by r.id desc
    limit 1
) as fresh on true;
comment on view ops.refresh_status is 'State of each materialized view: one row per view, with its last refresh and since when it is out of date.';
comment on column ops.refresh_status.view_name is 'The view in mart that shows it.';
comment on column ops.refresh_status.last_status is 'succeeded or failed; null: not refreshed yet.';
comment on column ops.refresh_status.last_success_at is 'End of the last refresh that succeeded; null: none yet.';
comment on column ops.refresh_status.row_count is 'Rows after that refresh.';
comment on column ops.refresh_status.last_duration_ms is 'Duration of the last refresh, milliseconds.';
comment on column ops.refresh_status.data_version is 'Data version that the view includes; 0: none.';
comment on column ops.refresh_status.stale_since_at is 'When data first changed after that version; null: the view is up to date.';
comment on column ops.refresh_status.last_error is 'Error message of the last refresh if it failed.';
grant select on ops.refresh_status to asinmart_api, asinmart_admin;

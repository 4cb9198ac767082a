create or replace view ops.data_quality as
select distinct on (q.check_name, q.marketplace, q.subject)
    q.status,
    q.detail,
    q.date,
    q.marketplace,
    q.check_name,
    q.subject,
    q.value,
    q.baseline,
    q.threshold,
    q.checked_at
from ops.quality_checks as q
order by q.check_name, q.marketplace, q.subject, q.date desc;
comment on view ops.data_quality is 'The newest state of each data quality check: one row per check, marketplace and subject; ops.quality_checks has the history.';
comment on column ops.data_quality.status is 'ok, warning or critical.';
comment on column ops.data_quality.detail is 'The finding, as one sentence.';
comment on column ops.data_quality.date is 'Newest measured day.';
comment on column ops.data_quality.marketplace is 'Marketplace code; null: the check is about a source, for all marketplaces.';
comment on column ops.data_quality.check_name is 'row_count, null_share, coverage, blocked_share, parse_error_share, received_count, reject_share or duplicate_share.';
comment on column ops.data_quality.subject is 'A table, a column, a set of products, or a source.';
comment on column ops.data_quality.value is 'A number of rows where check_name ends in _count, else a share 0-1.';
comment on column ops.data_quality.baseline is 'Usual value; null: too little history.';
comment on column ops.data_quality.threshold is 'Allowed deviation from the baseline, a share 0-1; the setting quality_<check_name>.';
comment on column ops.data_quality.checked_at is 'When the check first had this state.';
grant select on ops.data_quality to asinmart_api, asinmart_admin;

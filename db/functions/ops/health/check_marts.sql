create or replace function ops.check_marts(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'marts',
        case when faults.row_count > 0 then 'critical' else 'ok' end,
        case
            when faults.row_count > 0 then format(
                '%s differ from their definitions in %s rows between %s and %s',
                faults.tables, faults.row_count, faults.from_date, faults.to_date
            )
            when newest.audited_at is null then 'not audited yet'
            else format(
                'equal to their definitions in %s rows of %s products, audited %s ago',
                newest.row_count, newest.product_count, date_trunc('second', p_now - newest.audited_at)
            )
        end,
        concat(
            case
                when faults.tables ~ 'product_metrics_daily'
                    then 'First replay the runs that observed these days: daily rows are computed from observations. '
            end,
            format(
                'To repair them, call ops.rebuild_marts(%L, %L). A difference means a bug in asinmart or a manual change in mart.',
                faults.from_date, faults.to_date
            )
        )
    from (
        select
            string_agg(distinct a.table_name, ', ') as tables,
            sum(a.missing_count + a.unexpected_count) as row_count,
            min(a.from_date) as from_date,
            max(a.to_date) as to_date
        from ops.audit_results as a
        where a.missing_count + a.unexpected_count > 0 and a.resolved_at is null
    ) as faults
    left join (
        select a.audited_at, max(a.product_count) as product_count, sum(a.row_count) as row_count
        from ops.audit_results as a
        group by a.audited_at
        order by a.audited_at desc
        limit 1
    ) as newest on true;
$$;
comment on function ops.check_marts(timestamptz) is 'Part of ops.doctor: differences that the nightly audit found.';

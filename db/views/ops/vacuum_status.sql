-- A partition is vacuumed by itself, so it is a row of its own. is_due says what autovacuum itself would decide from the settings of
-- the server and of the table.
create or replace view ops.vacuum_status as
select
    v.table_name,
    v.live_count,
    v.dead_count,
    round(100.0 * v.dead_count / nullif(v.live_count + v.dead_count, 0), 1) as dead_pct,
    v.dead_count > least(v.base_threshold + v.scale_factor * v.live_count, v.max_threshold) as is_due,
    v.changed_count,
    v.vacuumed_at,
    v.analyzed_at,
    v.xid_age,
    round(100.0 * v.xid_age / v.freeze_max_age, 1) as freeze_pct,
    v.total_bytes
from (
    select
        format('%I.%I', s.schemaname, s.relname) as table_name,
        s.n_live_tup as live_count,
        s.n_dead_tup as dead_count,
        s.n_mod_since_analyze as changed_count,
        greatest(s.last_vacuum, s.last_autovacuum) as vacuumed_at,
        greatest(s.last_analyze, s.last_autoanalyze) as analyzed_at,
        greatest(age(c.relfrozenxid), age(t.relfrozenxid)) as xid_age,
        current_setting('autovacuum_freeze_max_age')::bigint as freeze_max_age,
        coalesce(o.base_threshold, current_setting('autovacuum_vacuum_threshold')::bigint) as base_threshold,
        coalesce(o.scale_factor, current_setting('autovacuum_vacuum_scale_factor')::numeric) as scale_factor,
        -- PostgreSQL 18 has it; negative means none.
        nullif(
            greatest(coalesce(o.max_threshold, current_setting('autovacuum_vacuum_max_threshold', true)::bigint), -1), -1
        ) as max_threshold,
        pg_total_relation_size(s.relid) as total_bytes
    from pg_catalog.pg_stat_user_tables as s
    inner join pg_catalog.pg_class as c on c.oid = s.relid and c.relkind in ('r', 'm')
    left join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
    cross join lateral (
        select
            max(x.option_value) filter (where x.option_name = 'autovacuum_vacuum_threshold')::bigint as base_threshold,
            max(x.option_value) filter (where x.option_name = 'autovacuum_vacuum_max_threshold')::bigint as max_threshold,
            max(x.option_value) filter (where x.option_name = 'autovacuum_vacuum_scale_factor')::numeric as scale_factor
        from pg_catalog.pg_options_to_table(c.reloptions) as x
    ) as o
) as v
order by v.dead_count desc, v.xid_age desc, v.table_name;
comment on view ops.vacuum_status is 'What vacuum has to do: one row per table, materialized view and partition, most dead rows first.';
comment on column ops.vacuum_status.table_name is 'Schema and table or partition.';
comment on column ops.vacuum_status.live_count is 'Rows, as estimated.';
comment on column ops.vacuum_status.dead_count is 'Old versions of rows that vacuum has not removed yet, as estimated.';
comment on column ops.vacuum_status.dead_pct is 'dead_count as percentage 0-100 of all versions; null: the table is empty.';
comment on column ops.vacuum_status.is_due is 'Whether autovacuum counts it as due; if it stays so, see ops.long_transactions.';
comment on column ops.vacuum_status.changed_count is 'Rows changed since the last ANALYZE, as estimated.';
comment on column ops.vacuum_status.vacuumed_at is 'Last VACUUM, by hand or automatic; null: none since statistics began.';
comment on column ops.vacuum_status.analyzed_at is 'Last ANALYZE, by hand or automatic; null: none since statistics began.';
comment on column ops.vacuum_status.xid_age is 'Transactions begun since the oldest row that is not frozen, the TOAST of the table included.';
comment on column ops.vacuum_status.freeze_pct is 'xid_age as percentage of autovacuum_freeze_max_age; from 100 on autovacuum freezes the table, even if it is switched off.';
comment on column ops.vacuum_status.total_bytes is 'Rows, indexes and TOAST, in bytes.';
grant select on ops.vacuum_status to asinmart_admin;

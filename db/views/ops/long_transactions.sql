-- Whatever holds back the oldest row version that vacuum may remove: a transaction, a snapshot that a standby asked for, a prepared
-- transaction, a replication slot. What a session does is shown to members of its role and of pg_read_all_stats; how far it holds
-- vacuum back is shown to everybody.
create or replace view ops.long_transactions as
select
    h.kind,
    h.pid,
    h.login,
    h.application_name,
    h.database_name,
    h.state,
    h.transaction_started_at,
    date_trunc('second', clock_timestamp() - h.transaction_started_at) as transaction_age,
    h.query_started_at,
    h.xmin_age,
    h.query
from (
    select
        'session' as kind, a.pid, a.usename::text as login, a.application_name, a.datname::text as database_name, a.state,
        a.xact_start as transaction_started_at, a.query_start as query_started_at,
        greatest(age(a.backend_xmin), age(a.backend_xid)) as xmin_age, a.query
    from pg_catalog.pg_stat_activity as a
    where a.pid <> pg_backend_pid() and a.usesysid is not null
        and (a.xact_start is not null or a.backend_xmin is not null or a.backend_xid is not null)
    union all
    select
        'prepared transaction', null, p.owner::text, p.gid, p.database::text, null, p.prepared, null, age(p.transaction), null
    from pg_catalog.pg_prepared_xacts as p
    union all
    select
        'replication slot', s.active_pid, null, s.slot_name::text, s.database::text, case when s.active then 'active' else 'inactive' end,
        null, null, greatest(age(s.xmin), age(s.catalog_xmin)), null
    from pg_catalog.pg_replication_slots as s
    where s.xmin is not null or s.catalog_xmin is not null
) as h
order by h.xmin_age desc nulls last, h.transaction_started_at;
comment on view ops.long_transactions is 'Open transactions, and what else keeps vacuum from removing old rows: one row per session, prepared transaction and replication slot, the worst first.';
comment on column ops.long_transactions.kind is 'session, prepared transaction or replication slot.';
comment on column ops.long_transactions.pid is 'Process id, for pg_terminate_backend; null: no process.';
comment on column ops.long_transactions.login is 'Login; null: a replication slot.';
comment on column ops.long_transactions.application_name is 'What the session calls itself; of others the name of the prepared transaction or slot.';
comment on column ops.long_transactions.database_name is 'Database; null: of the whole server.';
comment on column ops.long_transactions.state is 'State of the session or slot, such as idle in transaction; null: hidden from you.';
comment on column ops.long_transactions.transaction_started_at is 'When the transaction began; null: hidden from you, or a replication slot.';
comment on column ops.long_transactions.transaction_age is 'How long it has been open; null as transaction_started_at.';
comment on column ops.long_transactions.query_started_at is 'When the latest statement began; null: none, or hidden from you.';
comment on column ops.long_transactions.xmin_age is 'Transactions begun since the oldest row version that it may still need; null: it needs none.';
comment on column ops.long_transactions.query is 'Latest statement, which may have ended; <insufficient privilege>: hidden from you.';
grant select on ops.long_transactions to asinmart_admin;

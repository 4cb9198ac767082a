-- Backups as the tool that makes them reports them, for ops.doctor().
create table ops.backups (
    tool text,
    label text,
    kind text not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    database_bytes bigint,
    stored_bytes bigint,
    primary key (tool, label),
    constraint backups_kind_check check (kind in ('full', 'differential', 'incremental')),
    constraint backups_finished_at_check check (finished_at >= started_at),
    constraint backups_bytes_check check (database_bytes >= 0 and stored_bytes >= 0)
);
comment on table ops.backups is 'Backups that the repository holds, as of the last record of ops.backup_results.';
comment on column ops.backups.tool is 'Program that made it, such as pgbackrest.';
comment on column ops.backups.label is 'Its name in the repository.';
comment on column ops.backups.kind is 'full, differential (needs the last full one) or incremental (needs those before it).';
comment on column ops.backups.started_at is 'When it began.';
comment on column ops.backups.finished_at is 'When it ended; a restore to an earlier moment needs an older backup.';
comment on column ops.backups.database_bytes is 'Bytes of the server''s files; null: not known.';
comment on column ops.backups.stored_bytes is 'Bytes that it added to the repository; null: not known.';
comment on constraint backups_kind_check on ops.backups is 'kind is full, differential or incremental.';
comment on constraint backups_finished_at_check on ops.backups is 'A backup ends after it begins.';
comment on constraint backups_bytes_check on ops.backups is 'Sizes are not negative.';

create table ops.backup_results (
    action text primary key,
    recorded_at timestamptz not null,
    fault text,
    constraint backup_results_action_check check (action in ('backup', 'check')),
    constraint backup_results_fault_check check (fault <> '')
);
comment on table ops.backup_results is 'What became of the last backup and of the last check of the repository.';
comment on column ops.backup_results.action is 'backup or check.';
comment on column ops.backup_results.recorded_at is 'When it ended.';
comment on column ops.backup_results.fault is 'What is wrong, in one sentence; null: nothing.';
comment on constraint backup_results_action_check on ops.backup_results is 'action is backup or check.';
comment on constraint backup_results_fault_check on ops.backup_results is 'A fault has a text.';

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('backup_max_age', '26 hours', 'interval', '1 minute', '1 year', 'ops.doctor() warns when no backup ended for so long.'),
    ('backup_full_max_age', '8 days', 'interval', '1 minute', '1 year', 'ops.doctor() warns when no full backup, or no check of the repository, ended for so long.'),
    ('archive_max_age', '10 minutes', 'interval', '1 minute', '1 day', 'ops.doctor() warns when WAL has waited so long for the archive.');

-- Record what a backup tool did: the outcome of its last backup or check (p_fault in one sentence, null when nothing is
-- wrong), and the backups that its repository holds now, [{"label", "kind", "started_at", "finished_at",
-- "database_bytes", "stored_bytes"}]. Backups that are not listed are forgotten; null: the repository could not be read,
-- and the list stays as it is. Raises AM422 for another action. Definer: an admin owns nothing.
create or replace function ops.record_backups(
    p_tool text,
    p_action text,
    p_fault text,
    p_backups jsonb,
    p_now timestamptz default now()
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_action is null or p_action not in ('backup', 'check') then
        raise exception 'backups have no action %', coalesce(quote_literal(p_action), 'null')
            using errcode = 'AM422', hint = 'Actions are backup and check.';
    end if;
    insert into ops.backup_results as r (action, recorded_at, fault)
    values (p_action, p_now, nullif(p_fault, ''))
    on conflict (action) do update set recorded_at = excluded.recorded_at, fault = excluded.fault;

    if p_backups is null then
        return;
    end if;
    delete from ops.backups as b
    where b.tool = p_tool and not exists (
        select from jsonb_array_elements(p_backups) as l (backup) where l.backup ->> 'label' = b.label
    );
    insert into ops.backups as b (tool, label, kind, started_at, finished_at, database_bytes, stored_bytes)
    select p_tool, l.label, l.kind, l.started_at, l.finished_at, l.database_bytes, l.stored_bytes
    from jsonb_to_recordset(p_backups) as l (
        label text, kind text, started_at timestamptz, finished_at timestamptz, database_bytes bigint, stored_bytes bigint
    )
    on conflict (tool, label) do nothing;
end;
$$;
comment on function ops.record_backups(text, text, text, jsonb, timestamptz) is 'Records the outcome of a backup or of a check of the repository, and the backups that it holds.';
grant execute on function ops.record_backups(text, text, text, jsonb, timestamptz) to asinmart_admin;

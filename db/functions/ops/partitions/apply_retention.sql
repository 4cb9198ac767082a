-- Job: one step per slice, each in its own transaction: finish a half detached partition, drop one that was detached
-- long enough, or detach the oldest one past its retention. A step that cannot get its locks within lock_timeout is
-- recorded and left to the next run; the schedule runs every five minutes for an hour each night. Where the policy
-- archives, a partition is dropped only when ops.archive_fault finds nothing wrong with its file.
-- lock_timeout is below deadlock_timeout: in a deadlock this job gives way, not a promotion.
create or replace function ops.apply_retention(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
set lock_timeout = '900ms'
as $$
declare
    v_step record;
    v_message text;
    v_count integer := ops.reconcile_detached(p_now);
begin
    perform ops.plan_archives(p_now);
    select s.* into v_step
    from ops.retention_plan(p_now) as s
    where s.action in ('finalize', 'drop', 'detach')
    order by array_position(array['finalize', 'drop', 'detach'], s.action), s.from_at, s.parent desc
    limit 1;
    if not found then
        return row(v_count, false)::ops.job_slice;
    end if;

    begin
        if v_step.action = 'detach' then
            v_count := v_count + ops.start_detach(v_step.parent, v_step.partition_name, p_now);
        else
            perform ops.note_retention_step(v_step.parent, v_step.partition_name, 'operator', null, p_now);
            if v_step.action = 'finalize' then
                execute ops.partition_statement('finalize', v_step.parent::regclass, v_step.partition_name::regclass);
            else
                v_message := ops.archive_fault(v_step.parent, v_step.partition_name::regclass);
                if v_message is null then
                    execute ops.partition_statement('drop', v_step.parent::regclass, v_step.partition_name::regclass);
                    v_count := v_count + 1;
                else
                    perform ops.note_retention_step(v_step.parent, v_step.partition_name, 'operator', v_message, p_now);
                end if;
            end if;
            v_count := v_count + ops.reconcile_detached(p_now);
        end if;
        return row(v_count, true)::ops.job_slice;
    exception when lock_not_available or deadlock_detected or sqlstate 'AM409' then
        get stacked diagnostics v_message = message_text;
    end;
    perform ops.note_retention_step(
        v_step.parent, v_step.partition_name, case when v_step.action = 'detach' then 'retention' else 'operator' end, v_message, p_now
    );
    return row(v_count, true)::ops.job_slice;
end;
$$;
comment on function ops.apply_retention(timestamptz) is 'Job: detaches and drops the partitions that are past their retention.';
grant execute on function ops.apply_retention(timestamptz) to asinmart_admin;

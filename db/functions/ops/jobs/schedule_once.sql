-- Let pg_cron run one statement outside of a function and transaction, as DETACH ... CONCURRENTLY and VACUUM require.
-- pg_cron has no single runs: the schedule is one minute of a day of a month, between 20 and 80 seconds from now. It
-- would run again in a year, but ops.reconcile_detached removes it before. A name scheduled before is overwritten.
-- False without pg_cron.
-- pg_cron 1.5 and newer read the schedule in cron.timezone, which only pg_read_all_settings may read; when hidden, its
-- default is assumed.
create or replace function ops.schedule_once(
    p_name text,
    p_command text
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_zone text := 'GMT';
    v_at timestamptz := date_trunc('minute', clock_timestamp() + interval '80 seconds');
begin
    if ops.cron_schema() is null then
        return false;
    end if;
    begin
        v_zone := coalesce(nullif(current_setting('cron.timezone', true), ''), v_zone);
    exception when insufficient_privilege then
        null;
    end;
    execute format('select %I.schedule($1, $2, $3)', ops.cron_schema())
    using p_name, to_char(v_at at time zone v_zone, 'FMMI FMHH24 FMDD FMMM "*"'), p_command;
    return true;
end;
$$;
comment on function ops.schedule_once(text, text) is 'Schedules one statement for the next minute; false without pg_cron.';

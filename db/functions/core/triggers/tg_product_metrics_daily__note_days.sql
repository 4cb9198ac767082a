-- Records the days that a session other than the promotion wrote. Statement-level: one pass over any number of rows.
create or replace function core.tg_product_metrics_daily__note_days()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_days (asin, marketplace, date, level)
    select distinct r.asin, r.marketplace, r.date, tg_argv[0] from rows_changed as r;
    return null;
end;
$$;
comment on function core.tg_product_metrics_daily__note_days() is 'Records product days that were written manually; its argument is the level.';

create or replace trigger note_days_insert
after insert on core.product_metrics_daily
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('daily');

create or replace trigger note_days_update
after update on core.product_metrics_daily
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('daily');

create or replace trigger note_days_delete
after delete on core.product_metrics_daily
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('daily');

create or replace trigger note_days_update_before
after update on core.product_metrics_daily
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('daily');

create or replace trigger note_days_insert
after insert on core.product_snapshots
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('snapshot');

create or replace trigger note_days_update
after update on core.product_snapshots
referencing new table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('snapshot');

create or replace trigger note_days_delete
after delete on core.product_snapshots
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('snapshot');

create or replace trigger note_days_update_before
after update on core.product_snapshots
referencing old table as rows_changed
for each statement
when (current_setting('asinmart.is_promoting', true) is distinct from 'on')
execute function core.tg_product_metrics_daily__note_days('snapshot');

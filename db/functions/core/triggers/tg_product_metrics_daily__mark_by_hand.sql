-- A daily row that was changed manually differs from the run's data. Without a job id, ops.audit() does not compare it
-- with its observations. A row trigger, but only on updates, and not on those of the promotion.
create or replace function core.tg_product_metrics_daily__mark_by_hand()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    new.job_id := null;
    return new;
end;
$$;
comment on function core.tg_product_metrics_daily__mark_by_hand() is 'Clears the job id of a daily row that is changed manually.';

create or replace trigger mark_by_hand
before update on core.product_metrics_daily
for each row
when (
    current_setting('asinmart.is_promoting', true) is distinct from 'on'
    and new.job_id is not distinct from old.job_id
    and new is distinct from old
)
execute function core.tg_product_metrics_daily__mark_by_hand();

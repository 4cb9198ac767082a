-- A version stays as it was sent. Only the deletion of its tenant removes it.
-- Raises AM409.
create or replace function core.tg_recommendations__refuse_change()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' and not exists (select from app.tenants as t where t.tenant_id = old.tenant_id) then
        return old;
    end if;
    raise exception 'version % of the recommendation for % is final', old.version, old.asin
        using errcode = 'AM409', hint = 'A refresh makes a new version when its actions or their evidence differ.';
end;
$$;
comment on function core.tg_recommendations__refuse_change() is 'Refuses to change or delete a version of a recommendation.';

create or replace trigger refuse_change
before update or delete on core.recommendations
for each row
execute function core.tg_recommendations__refuse_change();

-- What was proposed stays as it was proposed. Its status goes from pending to approved to applied; from pending or approved to rejected;
-- from pending to superseded. Only the deletion of its tenant removes it.
-- Raises AM409.
create or replace function core.tg_recommendation_actions__refuse_change()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        if exists (select from app.tenants as t where t.tenant_id = old.tenant_id) then
            raise exception 'action % cannot be deleted', old.id
                using errcode = 'AM409', hint = 'Reject it: a rejected action comes back only when its evidence has changed.';
        end if;
        return old;
    end if;
    if to_jsonb(old) - array['status', 'decided_at', 'applied_at'] <> to_jsonb(new) - array['status', 'decided_at', 'applied_at'] then
        raise exception 'what action % proposes is final', old.id
            using errcode = 'AM409', hint = 'Only its status, decided_at and applied_at can change.';
    end if;
    if (old.status, new.status) not in (
        ('pending', 'approved'), ('approved', 'applied'), ('pending', 'rejected'), ('approved', 'rejected'), ('pending', 'superseded')
    ) and (old.status, old.decided_at, old.applied_at) is distinct from (new.status, new.decided_at, new.applied_at) then
        raise exception 'action % is %, which cannot become %', old.id, old.status, new.status
            using errcode = 'AM409', hint = case old.status
                when 'pending' then 'Approve or reject it first.'
                when 'approved' then 'Apply or reject it.'
                when 'superseded' then 'A later version of the recommendation replaced it: decide on the action there.'
                else 'This was final.'
            end;
    end if;
    return new;
end;
$$;
comment on function core.tg_recommendation_actions__refuse_change() is 'Refuses to change what was proposed, and statuses out of order.';

create or replace trigger refuse_change
before update or delete on core.recommendation_actions
for each row
execute function core.tg_recommendation_actions__refuse_change();

-- Stores the answer to a claimed request in the transaction of the change, so that both are committed or neither is.
-- Raises AM409 when the claim was lost: another session has taken over the request, so this transaction must roll back.
create or replace function api.settle_idempotency_key(
    p_tenant_id uuid,
    p_route text,
    p_key text,
    p_claim uuid,
    p_status integer,
    p_headers text,
    p_body bytea,
    p_now timestamptz default now()
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    update app.idempotency_keys as k
    set settled_at = p_now, status = p_status, headers = p_headers, body = p_body
    where k.tenant_id = p_tenant_id and k.route = p_route and k.key = p_key and k.claim = p_claim and k.settled_at is null;
    if not found then
        raise exception 'this request took so long that another attempt at it has begun'
            using errcode = 'AM409', hint = 'Send it again with the same Idempotency-Key to get the answer.';
    end if;
end;
$$;
comment on function api.settle_idempotency_key(uuid, text, text, uuid, integer, text, bytea, timestamptz) is 'Stores the response to a claimed request, in the transaction of the change.';
grant execute on function api.settle_idempotency_key(uuid, text, text, uuid, integer, text, bytea, timestamptz) to asinmart_api;

-- Releases a claim after an attempt that changed nothing, so that the client can try again at once. A settled request
-- is kept: when the outcome of a commit is unknown to the caller, its answer is stored already if it succeeded.
create or replace function api.release_idempotency_key(
    p_tenant_id uuid,
    p_route text,
    p_key text,
    p_claim uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    delete from app.idempotency_keys as k
    where k.tenant_id = p_tenant_id and k.route = p_route and k.key = p_key and k.claim = p_claim and k.settled_at is null;
end;
$$;
comment on function api.release_idempotency_key(uuid, text, text, uuid) is 'Releases the claim on a request that changed nothing.';
grant execute on function api.release_idempotency_key(uuid, text, text, uuid) to asinmart_api;

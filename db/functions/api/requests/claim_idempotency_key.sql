-- Claims the request that a key was sent with. The outcome is one of
-- - claimed: the caller may act, and settles with the returned claim. An earlier claim that was not settled in time is
--   void: its transaction is rolled back or cannot settle any more.
-- - running: another session is working on it.
-- - reused: the key belongs to another request.
-- - settled: the request was answered, with this status, these headers and this body.
-- A concurrent call with the same key waits for the row and then sees it.
create or replace function api.claim_idempotency_key(
    p_tenant_id uuid,
    p_route text,
    p_key text,
    p_fingerprint bytea,
    p_claim_life interval,
    p_keep interval,
    p_now timestamptz default now()
)
returns table (outcome text, claim uuid, status smallint, headers text, body bytea)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_claim uuid;
begin
    perform api.act_as(p_tenant_id);
    insert into app.idempotency_keys as k (tenant_id, route, key, fingerprint, claim, claimed_at, expires_at)
    values (p_tenant_id, p_route, p_key, p_fingerprint, gen_random_uuid(), p_now, p_now + p_keep)
    on conflict on constraint idempotency_keys_pkey do update
    set fingerprint = excluded.fingerprint, claim = excluded.claim, claimed_at = excluded.claimed_at, settled_at = null,
        status = null, headers = null, body = null, expires_at = excluded.expires_at
    where k.expires_at <= p_now or (k.settled_at is null and k.claimed_at <= p_now - p_claim_life)
    returning k.claim into v_claim;
    if v_claim is not null then
        return query select 'claimed', v_claim, null::smallint, null, null::bytea;
        return;
    end if;
    return query
    select
        case when k.fingerprint <> p_fingerprint then 'reused' when k.settled_at is null then 'running' else 'settled' end,
        null::uuid, k.status, k.headers, k.body
    from app.idempotency_keys as k
    where k.tenant_id = p_tenant_id and k.route = p_route and k.key = p_key;
    if not found then
        -- The key was released between the two statements: the client tries again.
        return query select 'running', null::uuid, null::smallint, null, null::bytea;
    end if;
end;
$$;
comment on function api.claim_idempotency_key(uuid, text, text, bytea, interval, interval, timestamptz) is 'Claims a request by its Idempotency-Key, or returns the response to the earlier request.';
grant execute on function api.claim_idempotency_key(uuid, text, text, bytea, interval, interval, timestamptz) to asinmart_api;

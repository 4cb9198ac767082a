-- Claim a request for one attempt and hand over the credential for it: the only way to the secrets. Outcomes: ask (Amazon was not asked
-- yet), find (it was asked, but its number of the report was not stored: known_report_ids are those of other requests), poll
-- (report_id is known, document_id perhaps), later (not before due_at), held (this database belongs to another installation), over
-- (nothing to do). detail gives the reason. Definer: the worker may read neither requests nor secrets.
create or replace function ops.start_search_report(
    p_tenant_id uuid,
    p_id bigint,
    p_instance_id text,
    p_now timestamptz default clock_timestamp()
)
returns table (
    outcome text, detail text, due_at timestamptz, attempt integer, region text, marketplace text, marketplace_id text, period_type text,
    start_date date, end_date date, asins text[], asked_at timestamptz, report_id text, document_id text, known_report_ids text[],
    client_id text, client_secret text, refresh_token text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request sqp.report_requests;
    v_credential app.spapi_credentials;
begin
    detail := ops.instance_fault(p_instance_id);
    if detail is not null then
        outcome := 'held';
        return next;
        return;
    end if;
    select r.* into v_request from sqp.report_requests as r where r.tenant_id = p_tenant_id and r.id = p_id for update;
    if not found or v_request.state not in ('queued', 'requested') then
        outcome := 'over';
        detail := coalesce(v_request.state, 'gone');
        return next;
        return;
    end if;
    select c.* into v_credential from app.spapi_credentials as c where c.tenant_id = p_tenant_id and c.region = v_request.region;
    if not found or v_credential.access_state = 'denied' then
        outcome := 'over';
        detail := case when found then v_credential.access_error else 'The credential of the Selling Partner API was deleted.' end;
        update sqp.report_requests as r
        set state = 'access_denied', error = detail, finished_at = p_now
        where r.tenant_id = p_tenant_id and r.id = p_id;
        return next;
        return;
    end if;
    due_at := case
        when not v_credential.is_active or not exists (select from app.tenants as t where t.tenant_id = p_tenant_id and t.is_active)
            then p_now + interval '1 hour'
        when v_request.report_id is null and v_credential.paused_until_at > p_now then v_credential.paused_until_at
    end;
    if due_at is not null then
        outcome := 'later';
        detail := case when v_credential.paused_until_at > p_now then 'Amazon asked for slower requests' else 'the tenant or its credential is switched off' end;
        return next;
        return;
    end if;
    update sqp.report_requests as r
    set attempts = r.attempts + 1, started_at = p_now, asked_at = coalesce(r.asked_at, p_now)
    where r.tenant_id = p_tenant_id and r.id = p_id;
    return query
    select
        case when v_request.report_id is not null then 'poll' when v_request.asked_at is not null then 'find' else 'ask' end,
        null::text, null::timestamptz, v_request.attempts + 1, v_request.region, v_request.marketplace, m.amazon_marketplace_id,
        v_request.period_type, v_request.start_date, v_request.end_date, v_request.asins, coalesce(v_request.asked_at, p_now),
        v_request.report_id, v_request.document_id,
        array(
            select o.report_id from sqp.report_requests as o
            where o.tenant_id = p_tenant_id and o.region = v_request.region and o.report_id is not null and v_request.report_id is null
                and o.asked_at > v_request.asked_at - interval '2 days'
        ),
        v_credential.client_id, s.client_secret, s.refresh_token
    from core.marketplaces as m
    inner join app.spapi_secrets as s on s.tenant_id = p_tenant_id and s.region = v_request.region
    where m.marketplace = v_request.marketplace;
end;
$$;
comment on function ops.start_search_report(uuid, bigint, text, timestamptz) is 'Claims the request of a search query report for one attempt, with the credential for it, or returns why nothing is to be done.';
grant execute on function ops.start_search_report(uuid, bigint, text, timestamptz) to asinmart_worker;

-- Record what an attempt has come to. p_body is the endpoint's answer as it came, null when there was none: then p_error says why,
-- p_is_free whether the call certainly cost nothing, p_retry_at when another try makes sense (null: never). Returns the status, and
-- retry_at when another attempt is due; no row when the attempt is no longer the current one. Definer: the worker writes no table.
create or replace function ops.settle_report_prose(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_version integer,
    p_attempt integer,
    p_body text default null,
    p_error text default null,
    p_is_free boolean default false,
    p_retry_at timestamptz default null,
    p_now timestamptz default clock_timestamp()
)
returns table (status text, retry_at timestamptz, detail text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_attempt core.report_prose;
    v_body jsonb := core.json_or_null(p_body);
    v_answer jsonb := core.json_or_null(v_body #>> '{choices,0,message,content}');
    v_faults jsonb := jsonb '[]';
    v_version integer;
begin
    select p.* into v_attempt
    from core.report_prose as p
    where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace and p.version = p_version
        and p.attempt = p_attempt and p.status = 'running'
    for update;
    if not found then
        return;
    end if;
    v_attempt.input_tokens := core.token_count(v_body #> '{usage,prompt_tokens}');
    v_attempt.output_tokens := core.token_count(v_body #> '{usage,completion_tokens}');
    v_attempt.is_cost_estimated := not p_is_free and (v_attempt.input_tokens is null or v_attempt.output_tokens is null);
    v_attempt.cost := case
        when p_is_free then 0
        when v_attempt.is_cost_estimated then v_attempt.cost
        else ops.report_prose_cost(v_attempt.input_tokens, v_attempt.output_tokens)
    end;
    detail := left(p_error, 500);
    if p_body is null then
        status := 'failed';
        retry_at := case when p_attempt < ops.setting('report_prose_max_attempts')::integer then p_retry_at end;
    else
        select o.version, o.faults into v_version, v_faults from ops.publish_report_prose(v_attempt, v_answer, p_now) as o;
        status := case when v_version is null then 'refused' else 'succeeded' end;
        detail := left(v_faults -> 0 ->> 'detail', 500);
    end if;
    update core.report_prose as p
    set status = settle_report_prose.status, finished_at = p_now, retry_at = settle_report_prose.retry_at, cost = v_attempt.cost,
        is_cost_estimated = v_attempt.is_cost_estimated, input_tokens = v_attempt.input_tokens, output_tokens = v_attempt.output_tokens,
        prose_version = v_version, faults = v_faults, error = settle_report_prose.detail,
        answer = left(coalesce(v_body #>> '{choices,0,message,content}', p_body), 20000)
    where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace and p.version = p_version
        and p.attempt = p_attempt;
    return next;
end;
$$;
comment on function ops.settle_report_prose(uuid, text, text, integer, integer, text, text, boolean, timestamptz, timestamptz) is 'Records what an attempt to have a language model write a report has come to, and publishes its version if it has no fault.';
grant execute on function ops.settle_report_prose(uuid, text, text, integer, integer, text, text, boolean, timestamptz, timestamptz) to asinmart_worker;

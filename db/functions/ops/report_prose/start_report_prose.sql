-- Begin an attempt to have a language model write a report, and hand over the request. Outcomes: ask (request is the body to send);
-- over (nothing to do, or it cannot be done: detail gives the reason), held (this database belongs to another installation). p_error:
-- why the worker cannot ask. A call that could exceed the month's budget is not made: the most that it can cost, a token for each byte
-- that is sent, is booked until it has ended. Definer: the worker may read no report and writes no table.
create or replace function ops.start_report_prose(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_version integer,
    p_instance_id text,
    p_model text,
    p_error text default null,
    p_now timestamptz default clock_timestamp()
)
returns table (outcome text, detail text, attempt integer, request jsonb)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_report core.competition_reports;
    v_cost numeric;
    v_over_budget text;
    v_model text := nullif(left(p_model, 200), '');
begin
    outcome := 'over';
    detail := ops.instance_fault(p_instance_id);
    if detail is not null then
        outcome := 'held';
        return next;
        return;
    end if;
    -- Two starts at once would both use the rest of the budget.
    lock table core.report_prose in share update exclusive mode;
    -- The queue gives a task to another worker only when the first one has died; what its call can have cost stays booked.
    update core.report_prose as p
    set status = 'failed', finished_at = p_now, retry_at = p_now, error = 'The worker died while it waited for the answer.'
    where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace and p.version = p_version
        and p.status = 'running';
    attempt := 1;
    select p.attempt + 1, case
        when p.status <> 'failed' or p.retry_at is null then format('It was asked before: %s.', p.status)
        when p.attempt >= ops.setting('report_prose_max_attempts')::integer then 'It was asked too often.'
    end
    into attempt, detail
    from core.report_prose as p
    where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace and p.version = p_version
    order by p.attempt desc
    limit 1;
    attempt := coalesce(attempt, 1);
    select r.* into v_report
    from core.competition_reports as r
    where r.tenant_id = p_tenant_id and r.asin_main = p_asin_main and r.marketplace = p_marketplace and r.version = p_version;
    detail := case
        when v_report.version is null then 'There is no such report.'
        when v_report.model <> 'rules-v1' then 'The report is not by rules.'
        when ops.setting('report_prose') <> 'on' then 'Reports by a language model are switched off.'
        when exists (
            select from core.competition_reports as n
            where n.tenant_id = p_tenant_id and n.asin_main = p_asin_main and n.marketplace = p_marketplace and n.version > p_version
        ) then 'There is a newer version.'
        else detail
    end;
    if detail is not null then
        return next;
        return;
    end if;

    request := core.prose_request(v_report, ops.setting('report_prose_max_tokens')::integer) || jsonb_build_object('model', v_model);
    v_cost := ops.report_prose_cost(octet_length(request::text), ops.setting('report_prose_max_tokens')::bigint);
    detail := case
        when p_error is not null then left(p_error, 500)
        when v_model is null then 'The worker has no model to ask.'
        when v_model = 'rules-v1' then 'A language model cannot be called rules-v1.'
    end;
    select format(
        'The call can cost %s US dollars; %s of %s are spent this month (report_prose_budget).', round(v_cost, 4), round(s.cost, 4), s.budget
    ) into v_over_budget
    from ops.report_prose_spending(p_now) as s
    where detail is null and s.cost + v_cost > s.budget;
    detail := coalesce(detail, v_over_budget);
    insert into core.report_prose (
        asin_main, marketplace, tenant_id, version, attempt, model, status, started_at, finished_at, cost, is_cost_estimated, error
    )
    values (
        p_asin_main, p_marketplace, p_tenant_id, p_version, attempt, v_model,
        case when v_over_budget is not null then 'over_budget' when detail is not null then 'failed' else 'running' end,
        p_now, case when detail is not null then p_now end, case when detail is null then v_cost else 0 end, detail is null, detail
    );
    outcome := case when detail is null then 'ask' else 'over' end;
    request := case when detail is null then request end;
    return next;
end;
$$;
comment on function ops.start_report_prose(uuid, text, text, integer, text, text, text, timestamptz) is 'Begins an attempt to have a language model write a report: the request, or why it is not to be sent.';
grant execute on function ops.start_report_prose(uuid, text, text, integer, text, text, text, timestamptz) to asinmart_worker;

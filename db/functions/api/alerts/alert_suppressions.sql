-- Returns a page of the changes that met a rule of the tenant but raised no alert, each with its reason, newest day
-- first.
create or replace function api.alert_suppressions(
    p_tenant_id uuid,
    p_reason text default null,
    p_kind text default null,
    p_asin text default null,
    p_marketplace text default null,
    p_rule_id bigint default null,
    p_since date default null,
    p_until date default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the given filters
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    select
        coalesce(json_agg(r.item order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(r.key order by r.place))[p_limit]::text end,
        '{}'
    from (
        select
            json_build_object(
                'rule_id', s.rule_id, 'rule_name', k.name, 'asin', s.asin, 'marketplace', s.marketplace, 'kind', s.kind,
                'date', s.date, 'reason', s.reason,
                'explanation', case s.reason
                    when 'snooze' then 'The rule or the product was snoozed.'
                    when 'suspect' then 'The price was so far off what stood that it waits for a second observation.'
                    when 'confirm' then 'Too few observations met the condition yet.'
                    when 'rearm' then 'The rule had alerted already and was not armed again.'
                    when 'cooldown' then 'The rule had alerted within its cooldown.'
                    when 'quota' then 'The rule had more alerts that day than max_per_day, for wider moves.'
                end,
                'old_value', s.old_value, 'new_value', s.new_value, 'change_pct', s.change_pct, 'detected_at', s.detected_at
            ) as item,
            jsonb_build_array(s.date, s.asin, s.marketplace, s.kind, s.rule_id) as key,
            row_number() over (order by s.date desc, s.asin desc, s.marketplace desc, s.kind desc, s.rule_id desc) as place
        from core.alert_suppressions as s
        left join core.alert_rules as k on k.id = s.rule_id
        where (
                p_after is null
                or (s.date, s.asin, s.marketplace, s.kind, s.rule_id)
                    < ((p_after ->> 0)::date, p_after ->> 1, p_after ->> 2, p_after ->> 3, (p_after ->> 4)::bigint)
            )
            and (p_reason is null or s.reason = p_reason)
            and (p_kind is null or s.kind = p_kind)
            and (p_asin is null or s.asin = p_asin)
            and (p_marketplace is null or s.marketplace = p_marketplace)
            and (p_rule_id is null or s.rule_id = p_rule_id)
            and (p_since is null or s.date >= p_since)
            and (p_until is null or s.date <= p_until)
        order by s.date desc, s.asin desc, s.marketplace desc, s.kind desc, s.rule_id desc
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.alert_suppressions(uuid, text, text, text, text, bigint, date, date, jsonb, integer)
    is 'A page of a tenant''s alert suppressions, with their reasons.';
grant execute on function api.alert_suppressions(uuid, text, text, text, text, bigint, date, date, jsonb, integer) to asinmart_api;

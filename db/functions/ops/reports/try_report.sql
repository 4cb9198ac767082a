-- Make one report, in a subtransaction of its own, so that one that fails, for whatever reason, does not stop the others. Returns its
-- version and whether it is new, or the sentence why there is none.
create or replace function ops.try_report(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_depth text,
    p_now timestamptz
)
returns table (version integer, is_new boolean, error text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_hint text;
    v_code text;
begin
    return query
    select r.version, r.generated_at = p_now, null::text
    from core.make_competition_report(p_tenant_id, p_asin_main, p_marketplace, p_depth, p_now) as r;
exception
    when sqlstate 'AM404' or sqlstate 'AM422' then
        get stacked diagnostics v_message = message_text, v_hint = pg_exception_hint;
        return query select null::integer, false, v_message || '. ' || v_hint;
    when others then
        get stacked diagnostics v_message = message_text, v_code = returned_sqlstate;
        return query select null::integer, false, format('making the report failed: %s (%s)', v_message, v_code);
end;
$$;
comment on function ops.try_report(uuid, text, text, text, timestamptz) is 'Makes a competition report; returns its version or why there is none.';

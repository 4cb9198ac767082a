-- Each item replaces the whole entry of its product; missing fields get the table's defaults. Entries that are the same
-- already are not written. Raises AM422 when a product occurs twice or an entry is invalid.
create or replace function api.put_tracked_products(
    p_tenant_id uuid,
    p_items jsonb
)
returns table (new_count bigint, changed_count bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_state text;
    v_message text;
    v_constraint text;
    v_column text;
begin
    perform api.act_as(p_tenant_id);
    return query
    with wanted as (
        select i.*
        from jsonb_array_elements(p_items) as e (item)
        cross join lateral jsonb_populate_record(
            null::app.tracked_products, '{"marketplace": "US", "tracking_frequency": "P1D", "is_active": true}'::jsonb || e.item
        ) as i
    ),
    written as (
        insert into app.tracked_products as t (
            tenant_id, asin, marketplace, price_change_threshold_pct, bsr_change_threshold_pct, tracking_frequency, notes,
            snooze_ends_at, is_active
        )
        select
            p_tenant_id, w.asin, w.marketplace, w.price_change_threshold_pct, w.bsr_change_threshold_pct, w.tracking_frequency,
            w.notes, w.snooze_ends_at, w.is_active
        from wanted as w
        on conflict (asin, marketplace, tenant_id) do update
        set price_change_threshold_pct = excluded.price_change_threshold_pct,
            bsr_change_threshold_pct = excluded.bsr_change_threshold_pct, tracking_frequency = excluded.tracking_frequency,
            notes = excluded.notes, snooze_ends_at = excluded.snooze_ends_at, is_active = excluded.is_active
        where (
            t.price_change_threshold_pct, t.bsr_change_threshold_pct, t.tracking_frequency, t.notes, t.snooze_ends_at, t.is_active
        ) is distinct from (
            excluded.price_change_threshold_pct, excluded.bsr_change_threshold_pct, excluded.tracking_frequency, excluded.notes,
            excluded.snooze_ends_at, excluded.is_active
        )
        returning t.xmax = 0 as is_new
    )
    select count(*) filter (where w.is_new), count(*) filter (where not w.is_new) from written as w;
exception
    when cardinality_violation then
        raise exception 'a product is named twice' using errcode = 'AM422', hint = 'Name each ASIN and marketplace once.';
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('a tracked product', v_state, v_message, v_constraint, v_column);
end;
$$;
comment on function api.put_tracked_products(uuid, jsonb) is 'Writes products to a tenant''s watch list; returns how many were new or changed.';
grant execute on function api.put_tracked_products(uuid, jsonb) to asinmart_api;

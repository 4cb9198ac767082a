-- Computes a cell again from the values that it is made of, and says in words how. p_inputs has a list of values for each argument
-- of the operation; a list is empty where no row was found. Operations on single values stand here, those on lists in
-- ops.recompute_list and ops.recompute_trend, the composite score in ops.recompute_score. An operation that none of them knows gives
-- nulls: its cell is not computed again.
create or replace function ops.recompute(
    p_operation text,
    p_digits integer,
    p_inputs jsonb,
    out value jsonb,
    out how text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_a jsonb := nullif(p_inputs #> '{0,0}', 'null');
    v_b jsonb := nullif(p_inputs #> '{1,0}', 'null');
    v_x numeric := case when jsonb_typeof(v_a) = 'number' then v_a::text::numeric end;
    v_y numeric := case when jsonb_typeof(v_b) = 'number' then v_b::text::numeric end;
    v_left text := coalesce(v_a #>> '{}', 'unknown');
    v_right text := coalesce(v_b #>> '{}', 'unknown');
    v_form text;
begin
    case p_operation
        when 'value', 'read' then
            value := v_a;
            v_form := case p_operation when 'value' then 'the value %1$s' else '%1$s, as the adapter reads it' end;
        when 'difference' then
            value := to_jsonb(v_x - v_y);
            v_form := '%1$s - %2$s = %3$s';
        when 'percent_change' then
            value := to_jsonb(round((v_x - v_y) * 100 / nullif(v_y, 0), p_digits));
            v_form := 'from %2$s to %1$s: (%1$s - %2$s) * 100 / %2$s = %3$s %%';
        when 'percent_gap' then
            value := to_jsonb(round((v_x - v_y) * 100 / nullif(v_y, 0), p_digits));
            v_form := '(%1$s - %2$s) * 100 / %2$s = %3$s %%';
        when 'percent_of' then
            value := to_jsonb(round(v_x * 100 / nullif(v_y, 0), p_digits));
            v_form := '%1$s * 100 / %2$s = %3$s %%';
        when 'days_between' then
            value := to_jsonb((v_a #>> '{}')::date - (v_b #>> '{}')::date);
            v_form := 'days from %2$s to %1$s = %3$s';
        when 'equal' then
            value := to_jsonb(v_a = v_b);
            v_form := '%1$s equals %2$s: %3$s';
        when 'differ' then
            value := to_jsonb(v_a <> v_b);
            v_form := '%1$s differs from %2$s: %3$s';
        when 'distinct' then
            value := case when jsonb_array_length(p_inputs -> 1) > 0 then to_jsonb(v_a is distinct from v_b) end;
            v_form := '%1$s is another than %2$s: %3$s';
        when 'stock_change' then
            value := case
                when v_b = 'true' and v_a = 'false' then jsonb '"lost"'
                when v_b = 'false' and v_a = 'true' then jsonb '"regained"'
            end;
            v_form := 'in stock: %2$s before, then %1$s';
        when 'is_failed' then
            value := to_jsonb(v_a #>> '{}' in ('redirected', 'delisted', 'blocked', 'parse_error'));
            v_form := 'status %1$s is a failed fetch: %3$s';
        when 'last_of_path' then
            value := to_jsonb(nullif(regexp_replace(v_a #>> '{}', '^.* > ', ''), ''));
            v_form := 'the last element of %1$s';
        when 'score' then
            value := to_jsonb(round(50 + 25 * greatest(-2, least(2, case when v_b = 'true' then -v_x else v_x end)), p_digits));
            v_form := case when v_b = 'true' then '50 - 25 * %1$s = %3$s' else '50 + 25 * %1$s = %3$s' end
                || case when abs(v_x) > 2 then ', with the z cut at 2' else '' end;
        when 'kept' then
            v_form := 'kept by the installation, not computed from other rows';
        when 'stated' then
            v_form := 'stated by this row';
        when 'key' then
            v_form := 'part of the key of the row';
        when 'defined' then
            v_form := 'computed by the definition of the view from the rows listed below';
        when 'weighted_score' then
            select r.value, r.how into value, how from ops.recompute_score(p_digits, p_inputs) as r;
        when 'slope', 'trend_days', 'trend_change', 'trend_direction' then
            select r.value, r.how into value, how from ops.recompute_trend(p_operation, p_digits, p_inputs) as r;
        else
            select r.value, r.how into value, how from ops.recompute_list(p_operation, p_digits, p_inputs) as r;
    end case;
    how := coalesce(how, format(v_form, v_left, v_right, coalesce(value #>> '{}', 'unknown')));
end;
$$;
comment on function ops.recompute(text, integer, jsonb) is 'Computes a cell again from its inputs by the operation of ops.lineage, and says how.';

-- The operations of ops.recompute on the values of several rows. Unknown values do not count, except for count and has_rows, which
-- count rows.
create or replace function ops.recompute_list(
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
    v_x numeric := case when jsonb_typeof(v_a) = 'number' then v_a::text::numeric end;
    -- Of rank_lowest, rank_highest and z_score the first argument is the own value, the second the group's.
    v_is_own boolean := p_operation in ('rank_lowest', 'rank_highest', 'z_score', 'has_rows');
    v_list jsonb := p_inputs -> case when v_is_own then 1 else 0 end;
    v_known jsonb[] := array(select e.value from jsonb_array_elements(v_list) as e where e.value <> 'null');
    v_numbers numeric[] := case when jsonb_typeof(v_known[1]) = 'number' then v_known::text[]::numeric[] end;
    v_texts text[] := array(select k.value #>> '{}' from unnest(v_known) as k (value));
    v_wanted jsonb := nullif(p_inputs #> '{1,0}', 'null');
    v_shown text := case
        when cardinality(v_known) > 8
            then format('%s values from %s to %s', cardinality(v_known), (select min(n) from unnest(v_numbers) as n),
                (select max(n) from unnest(v_numbers) as n))
        else coalesce(nullif(array_to_string(v_texts, ', '), ''), 'no known value')
    end;
begin
    case p_operation
        when 'mean' then
            value := to_jsonb(round((select avg(n) from unnest(v_numbers) as n), p_digits));
            how := 'mean of ' || v_shown;
        when 'minimum' then
            value := to_jsonb((select min(n) from unnest(v_numbers) as n));
            how := 'lowest of ' || v_shown;
        when 'maximum' then
            value := to_jsonb((select max(n) from unnest(v_numbers) as n));
            how := 'highest of ' || v_shown;
        when 'count' then
            value := to_jsonb(jsonb_array_length(v_list));
            how := 'number of rows';
        when 'count_known' then
            value := to_jsonb(cardinality(v_known));
            how := 'number of rows whose value is known';
        when 'count_true' then
            value := to_jsonb((select count(*) from unnest(v_known) as k (value) where k.value = 'true'));
            how := 'number of rows where it is true';
        when 'count_distinct' then
            value := to_jsonb((select count(distinct t) from unnest(v_texts) as t));
            how := 'number of different values';
        when 'most_frequent' then
            value := to_jsonb((select mode() within group (order by t) from unnest(v_texts) as t));
            how := format('the most frequent of %s known values', cardinality(v_known));
        when 'share_of_value' then
            value := case when v_wanted is not null then to_jsonb(round(
                (select count(*) from unnest(v_known) as k (value) where k.value = v_wanted) * 100.0 / nullif(cardinality(v_known), 0),
                p_digits
            )) end;
            how := format('share of %s in %s known values, percent', coalesce(v_wanted #>> '{}', 'unknown'), cardinality(v_known));
        when 'rank_lowest' then
            value := case when v_x is not null then to_jsonb(1 + (select count(*) from unnest(v_numbers) as n where n < v_x)) end;
            how := format('place of %s from the lowest of %s', coalesce(v_x::text, 'unknown'), v_shown);
        when 'rank_highest' then
            value := case when v_x is not null then to_jsonb(1 + (select count(*) from unnest(v_numbers) as n where n > v_x)) end;
            how := format('place of %s from the highest of %s', coalesce(v_x::text, 'unknown'), v_shown);
        when 'z_score' then
            select to_jsonb(round((v_x - avg(n)) / nullif(stddev_pop(n), 0), p_digits)),
                format('(%s - mean %s) / standard deviation %s of %s', coalesce(v_x::text, 'unknown'), round(avg(n), 3),
                    round(stddev_pop(n), 3), v_shown)
            into value, how
            from unnest(v_numbers) as n;
        when 'has_rows' then
            value := case when v_a is not null then to_jsonb(jsonb_array_length(v_list) > 0) end;
            how := format('another row has %s too: %s', coalesce(v_a #>> '{}', 'unknown'), coalesce(value #>> '{}', 'unknown'));
        else
            how := null;
    end case;
    if p_operation not in ('has_rows') then
        how := how || ' = ' || coalesce(value #>> '{}', 'unknown');
    end if;
end;
$$;
comment on function ops.recompute_list(text, integer, jsonb) is 'The operations of ops.recompute on the values of several rows.';

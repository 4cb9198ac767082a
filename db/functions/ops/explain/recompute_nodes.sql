-- Computes each cell again from the cells listed below it, and describes it: how, whether the result is the cell, the comment of its
-- column. A cell with same_as has the inputs of that one.
create or replace function ops.recompute_nodes(p_nodes ops.explain_node[])
returns setof ops.explain_node
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with arguments as (
        select n.parent_no, n.ref_no, jsonb_agg(n.value order by n.step_no) as listed,
            count(*) filter (where n.adapter is not null) as read_count
        from unnest(p_nodes) as n
        group by n.parent_no, n.ref_no
    )
    select f.*
    from unnest(p_nodes) as n
    left join ops.product_versions as v
        on v.asin = coalesce(n.key ->> 'asin', n.key ->> 'asin_main') and v.marketplace = n.key ->> 'marketplace'
    cross join lateral (
        select coalesce(jsonb_agg(coalesce(g.listed, '[]') order by p.place), '[]') as inputs, coalesce(sum(g.read_count), 0) as read_count,
            bool_or(g.listed is not null) as has_inputs
        from generate_series(1, greatest(cardinality(n.arguments), 1)) as p (place)
        left join arguments as g on g.parent_no = coalesce(n.same_as, n.step_no) and g.ref_no = p.place
    ) as i
    cross join lateral (
        select case
            when n.relation = 'core.product_metrics_daily' and n.operation = 'value' and nullif(n.row_values -> 'job_id', 'null') is null
                then 'the row was changed by hand: no observation states it'
            when n.relation = 'core.product_metrics_daily' and n.operation = 'value' and not i.has_inputs
                and nullif(n.value, 'null') is not null then case
                    when (n.key ->> 'date')::date < ops.first_open_day() then 'its observations were dropped by retention'
                    else 'no observation of the day states it'
                end
            when n.operation = 'read' and i.read_count = 0 then 'read from a payload that is no longer there'
            when n.column_name = 'scraped_at' and n.operation = 'read' and i.inputs #> '{0,0}' is distinct from n.value
                then 'the item states no instant: it is that of its day, its run or its arrival'
            when n.column_name = 'status' and n.operation = 'read' and i.inputs #> '{0,0}' is distinct from n.value then format(
                'the adapter reads %s; then the promotion looks at the whole item: one that is not available is out_of_stock, the page '
                'of another ASIN redirected, a source without offers ok', i.inputs #>> '{0,0}'
            )
        end as why
    ) as e
    -- Rows of core that state what no single place of a payload does: their item. The attributes of a listing are those of an observation.
    left join lateral (
        select (n.row_values ->> 'raw_event_id')::bigint as raw_event_id, n.row_values ->> 'job_id' as job_id
        where n.operation = 'stated' and n.row_values ? 'raw_event_id'
        union all
        select s.raw_event_id, s.job_id
        from core.product_snapshots as s
        where n.operation = 'stated' and n.relation = 'core.product_features'
            and s.asin = n.key ->> 'asin' and s.marketplace = n.key ->> 'marketplace'
            and s.scraped_at = (n.row_values ->> 'extracted_at')::timestamptz
        limit 1
    ) as stated on true
    left join lateral ops.recompute(n.operation, n.digits, i.inputs) as r on n.operation is not null
    cross join lateral jsonb_populate_record(n, jsonb_build_object(
        'value', nullif(n.value, 'null'),
        'recomputed', case when e.why is null then r.value end,
        'is_equal', case
            when e.why is null and n.operation not in ('kept', 'key', 'stated', 'defined') then r.value is not distinct from nullif(n.value, 'null')
        end,
        'how', coalesce(e.why, n.how, case when n.same_as is not null then format('%s (see step %s)', r.how, n.same_as) else r.how end),
        'definition', (
            select d.description
            from pg_catalog.pg_attribute as a
            inner join pg_catalog.pg_description as d
                on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_catalog.pg_class'::regclass
            where n.operation is not null and a.attrelid = n.relation::regclass and a.attname = n.column_name
        ),
        'raw_event_id', coalesce(n.raw_event_id, stated.raw_event_id),
        'job_id', coalesce(n.job_id, stated.job_id),
        'data_version', v.data_version
    )) as f;
end;
$$;
comment on function ops.recompute_nodes(ops.explain_node[]) is 'Computes cells again from the cells listed below them.';

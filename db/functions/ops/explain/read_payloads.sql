-- The ends of the way: for each cell that an adapter read from a payload, the raw event, the paths in it, and the value that the
-- adapter gives today. One statement an adapter. A raw event that retention has dropped gives a row that says so.
create or replace function ops.read_payloads(
    p_nodes ops.explain_node[],
    p_is_wide boolean default false
)
returns setof ops.explain_node
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    v_group record;
    v_steps integer[];
    v_ranks integer[];
    v_events bigint[];
    v_jobs text[];
    v_from timestamptz;
    v_to timestamptz;
    v_number integer;
    v_rank integer;
    v_element_no integer;
    v_value jsonb;
    v_path text;
    v_payload_value jsonb;
    v_is_one_of boolean;
    v_node ops.explain_node;
begin
    select array_agg(e.step_no), array_agg(e.rank), array_agg(e.raw_event_id), array_agg(e.job_id)
    into v_steps, v_ranks, v_events, v_jobs
    from ops.stated_events(p_nodes, p_is_wide) as e;
    -- Two values known before the statement starts keep other partitions out of it. Descriptions of products have no run.
    select coalesce(min(g.started_at), '-infinity') - interval '1 day', coalesce(max(g.landed_at), 'infinity') + interval '1 day'
    into v_from, v_to
    from core.ingest_runs as g
    where array_position(v_jobs, null) is null and g.job_id = any (v_jobs);
    for v_group in
        with asked as materialized (
            select a.step_no, a.rank, a.raw_event_id, a.job_id
            from unnest(v_steps, v_ranks, v_events, v_jobs) as a (step_no, rank, raw_event_id, job_id)
        ),
        events as materialized (
            select w.raw_event_id, r.job_id, r.item_no, r.source, r.item, staging_raw.payload_shape(r.item) as shape
            from (select distinct a.raw_event_id, a.job_id from asked as a) as w
            left join lateral (
                select e.job_id, e.item_no, e.source, e.payload || '{}' as item
                from staging_raw.raw_events as e
                where e.id = w.raw_event_id and e.fetched_at between v_from and v_to
                offset 0
            ) as r on true
        )
        select
            'staging_raw.from_' || e.shape as adapter,
            array_agg(a.step_no) as numbers, array_agg(a.rank) as ranks, array_agg(e.item) as items,
            array_agg(coalesce(m.decimal_sign, '')) as signs, array_agg(n.arguments[1]) as columns,
            array_agg(n.key ->> 'asin') as asins, array_agg((n.key ->> 'scraped_at')::timestamptz) as instants,
            array_agg(n.key ->> 'category') as categories, array_agg(nullif(n.value, 'null')) as cells,
            array_agg(distinct n.arguments[1]) as distinct_columns,
            array_agg(e.raw_event_id) as event_ids, array_agg(e.job_id) as job_ids, array_agg(e.item_no) as item_nos,
            array_agg(e.source) as sources
        from asked as a
        inner join unnest(p_nodes) as n on n.step_no = a.step_no
        inner join events as e on e.raw_event_id is not distinct from a.raw_event_id
        left join core.marketplaces as m on m.marketplace = n.key ->> 'marketplace'
        group by 1
    loop
        if v_group.adapter is null then
            return query
            select f.*
            from unnest(v_group.numbers, v_group.event_ids) as u (number, event_id)
            cross join lateral jsonb_populate_record(null::ops.explain_node, jsonb_build_object(
                'parent_no', u.number, 'ref_no', 1, 'relation', 'staging_raw.raw_events', 'raw_event_id', u.event_id,
                'how', case
                    when u.event_id is null then 'no raw event is known for it'
                    else 'its payload was dropped by retention'
                end
            )) as f;
            continue;
        end if;
        for v_number, v_rank, v_element_no, v_value, v_path, v_payload_value, v_is_one_of in
            execute staging_raw.paths_statement(v_group.adapter::regproc, v_group.distinct_columns)
            using v_group.numbers, v_group.ranks, v_group.items, v_group.signs, v_group.columns, v_group.asins, v_group.instants,
                v_group.categories, v_group.cells
        loop
            v_node := null;
            select u.event_id, u.job_id, u.item_no, u.source
            into v_node.raw_event_id, v_node.job_id, v_node.item_no, v_node.source
            from unnest(v_group.numbers, v_group.ranks, v_group.event_ids, v_group.job_ids, v_group.item_nos, v_group.sources)
                as u (number, rank, event_id, job_id, item_no, source)
            where u.number = v_number and u.rank = v_rank;
            v_node.parent_no := v_number;
            v_node.ref_no := 1;
            v_node.relation := 'staging_raw.raw_events';
            v_node.key := jsonb_build_object('id', v_node.raw_event_id);
            v_node.column_name := 'payload';
            v_node.value := v_value;
            v_node.element_no := v_element_no;
            v_node.adapter := v_group.adapter;
            v_node.payload_path := v_path;
            v_node.payload_value := v_payload_value;
            v_node.how := case
                when v_path is null then 'the item states no value'
                when v_path = '$' then 'the item states no other value: the adapter gives it to items of this shape'
                when v_is_one_of then 'read here; another part of the item states the same'
                else 'read here'
            end;
            return next v_node;
        end loop;
    end loop;
end;
$$;
comment on function ops.read_payloads(ops.explain_node[], boolean) is 'Raw events, payload paths and values from which cells were read.';

-- The statement that finds the input rows of some rows. $1 numbers of the rows, $2 the rows as JSON, $3 the tenants whose own rows the
-- session may read, $4 and $5 the first and the last day of the rows. The caller runs as the owner, so the conditions that the policies
-- put on what is read through mart stand here: products and pairs for the login of a tenant (p_is_tenant), tenants for all.
create or replace function ops.inputs_statement(
    p_input ops.lineage_input,
    p_columns text[],
    p_is_tenant boolean
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select format($sql$
            select c.step_no, %1$s, %2$s
            from (
                select n.step_no, r.*
                from unnest($1, $2) as n (step_no, row_values)
                cross join lateral jsonb_populate_record(null::%3$s, n.row_values) as r
                offset 0
            ) as c
            cross join lateral (
                select i.* from %4$s as i where %5$s %6$s %7$s %8$s
            ) as i
        $sql$,
        ops.row_text(p_input.input_relation, k.key_columns, 'i'),
        ops.row_text(p_input.input_relation, ops.explained_columns(p_input.input_relation, p_columns), 'i'),
        p_input.relation, p_input.input_relation, p_input.condition,
        case when p_is_tenant and has.asin then ' and exists (
            select from mart.visible_products as v where v.asin = i.asin and v.marketplace = i.marketplace
        )' else '' end
        || case when p_is_tenant and has.asin_comp then ' and exists (
            select from mart.visible_pairs as v
            where v.asin_main = i.asin_main and v.asin_comp = i.asin_comp and v.marketplace = i.marketplace
        )' else '' end
        || case when has.tenant_id then ' and i.tenant_id = any ($3)' else '' end,
        case p_input.bounds
            when 'day' then 'and i.date between $4 and $5'
            when 'as_of' then 'and i.as_of between $4 and $5'
            when 'window' then 'and i.date > $4 - 90 and i.date <= $5'
            when 'until' then 'and i.date <= $5'
            when 'since' then 'and i.date >= $4'
            -- In UTC by name: with the time zone of the session it would not be known when partitions are chosen.
            when 'instants' then 'and i.scraped_at >= ($4 - interval ''2 days'') at time zone ''UTC''
                and i.scraped_at < ($5 + interval ''3 days'') at time zone ''UTC'''
        end,
        p_input.tail)
        from ops.lineage_keys as k
        cross join lateral (
            select
                'asin' = any (k.key_columns) as asin, 'asin_comp' = any (k.key_columns) as asin_comp,
                'tenant_id' = any (k.key_columns) as tenant_id
        ) as has
        where k.relation = p_input.input_relation
    );
end;
$$;
comment on function ops.inputs_statement(ops.lineage_input, text[], boolean) is 'Statement text that finds the input rows of some rows, see ops.lineage_inputs.';

-- The claims of a report: one for each stated column of each row, in the order of product, relation and column; unknown values are
-- no claims. An id names its product unless it is the main product's: metric, metric:ASIN.
create or replace function core.report_evidence(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_as_of date,
    p_previous_as_of date,
    p_depth text
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
declare
    v_evidence jsonb;
begin
    -- The definitions are looked up once for each column, not for each claim.
    with stated as materialized (
        select c.relation, c.prefix, c.column_name, c.unit, a.attnum, e.description as definition
        from core.claim_columns() as c
        inner join pg_catalog.pg_attribute as a
            on a.attrelid = to_regclass('mart.' || c.relation) and a.attname = c.column_name and not a.attisdropped
        left join pg_catalog.pg_description as e
            on e.objoid = a.attrelid and e.classoid = 'pg_catalog.pg_class'::regclass and e.objsubid = a.attnum
        where c.depth_no <= case p_depth when 'basic' then 1 when 'standard' then 2 else 3 end
    )
    select coalesce(jsonb_agg(
        jsonb_build_object(
            'id', f.metric || f.label || ':' || f.subject, 'metric', f.metric, 'definition', f.definition, 'relation', f.relation, 'key', f.key,
            'column', f.column_name, 'value', f.value, 'unit', f.unit,
            'text', f.text || case when f.metric = 'title' and f.namesakes > 1 then ' (' || f.asin || ')' else '' end,
            'asin', f.asin, 'asin_comp', f.asin_comp
        )
        order by f.subject <> p_asin_main, f.subject, f.place, f.prefix, f.label, f.attnum
    ), '[]')
    into v_evidence
    from (
        select
            r.place, r.relation, r.prefix, r.label, r.key, r.asin, r.asin_comp, coalesce(r.asin_comp, r.asin) as subject, s.attnum, s.unit,
            r.prefix || s.column_name as metric,
            coalesce(cell.definition, s.definition) as definition,
            cell.column_name,
            r.cells -> cell.column_name as value,
            written.text,
            -- Titles that are the same as far as they are shown.
            count(*) over (partition by r.prefix || s.column_name, written.text) as namesakes
        from (
            select c.*, '' as label from core.claim_rows(p_tenant_id, p_asin_main, p_marketplace, p_as_of, p_previous_as_of) as c
            union all
            select l.* from core.listing_claim_rows(p_tenant_id, p_asin_main, p_marketplace) as l where p_depth <> 'basic'
        ) as r
        inner join stated as s on s.relation = r.relation and s.prefix = r.prefix
        inner join core.marketplaces as m on m.marketplace = p_marketplace
        -- A product without a title is named by its ASIN.
        cross join lateral (
            select
                case when own.is_name then 'asin' else s.column_name end as column_name,
                case when own.is_name then (
                    select col_description(a.attrelid, a.attnum)
                    from pg_catalog.pg_attribute as a
                    where a.attrelid = to_regclass('mart.' || s.relation) and a.attname = 'asin'
                ) end as definition
            from (select s.column_name = 'title' and r.cells ->> 'title' is null as is_name) as own
        ) as cell
        cross join lateral (select core.claim_text(r.cells -> cell.column_name, s.unit, m.currency_code) as text) as written
        where jsonb_typeof(r.cells -> cell.column_name) <> 'null'
    ) as f;
    return v_evidence;
end;
$$;
comment on function core.report_evidence(uuid, text, text, date, date, text) is 'Claims of a competition report.';

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
            'id', r.prefix || s.column_name || ':' || coalesce(r.asin_comp, r.asin),
            'metric', r.prefix || s.column_name,
            'definition', coalesce(cell.definition, s.definition),
            'relation', r.relation, 'key', r.key, 'column', cell.column_name,
            'value', r.cells -> cell.column_name,
            'unit', s.unit,
            'text', core.claim_text(r.cells -> cell.column_name, s.unit, m.currency_code),
            'asin', r.asin, 'asin_comp', r.asin_comp
        )
        order by coalesce(r.asin_comp, r.asin) <> p_asin_main, coalesce(r.asin_comp, r.asin), r.place, r.prefix, s.attnum
    ), '[]')
    into v_evidence
    from core.claim_rows(p_tenant_id, p_asin_main, p_marketplace, p_as_of, p_previous_as_of) as r
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
    where jsonb_typeof(r.cells -> cell.column_name) <> 'null';
    return v_evidence;
end;
$$;
comment on function core.report_evidence(uuid, text, text, date, date, text) is 'Claims of a competition report.';

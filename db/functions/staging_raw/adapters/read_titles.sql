-- Finds the fields of a row of an export by its titles and by the keys of its metadata, in the language that knows most of them: cells
-- and metadata by field, the languages that know all of them, the view whose own counts the columns hold, and a fault with its code.
-- Of two columns for one field the one with a value counts. PL/pgSQL, which keeps the plan: making it takes longer than a row.
create or replace function staging_raw.read_titles(p_payload jsonb)
returns table (cells jsonb, metadata jsonb, languages text[], view text, fault_code text, fault text)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    return query
    with titles as (
        select k.key, to_jsonb(btrim(k.value)) as value, staging_raw.fold_title(k.key) as folded_name, true as is_column
        from jsonb_each_text(p_payload - 'reportMetadata' - 'reportDocument') as k (key, value)
        union all
        select
            m.key, case jsonb_typeof(m.value) when 'array' then m.value else jsonb_build_array(m.value) end,
            staging_raw.fold_title(m.key), false
        from jsonb_each(
            case jsonb_typeof(p_payload -> 'reportMetadata') when 'object' then p_payload -> 'reportMetadata' else '{}' end
        ) as m (key, value)
    ),
    known as (
        select t.key, t.value, t.is_column, c.language, c.field, c.view
        from titles as t
        inner join staging_raw.report_columns as c on c.folded_name = t.folded_name
        where c.field ~ '^[a-z_]+$'
    ),
    votes as (
        select k.language, count(*) as title_count, count(*) = (select count(distinct (n.key, n.is_column)) from known as n) as knows_all
        from known as k
        group by k.language
    ),
    chosen as (
        select v.language from votes as v order by v.title_count desc, v.language limit 1
    ),
    given as (
        select k.* from known as k inner join chosen as c on c.language = k.language
    ),
    strange as (
        select string_agg(t.key, ', ' order by t.key) as titles
        from titles as t
        where t.is_column and not exists (select from known as k where k.key = t.key and k.is_column)
    ),
    foreign_title as (
        select k.key, string_agg(distinct k.language, ' or ') as languages
        from known as k
        where not exists (select from given as g where g.key = k.key and g.is_column = k.is_column)
        group by k.key
        order by k.key
        limit 1
    ),
    read as (
        select
            coalesce(jsonb_object_agg(g.field, g.value) filter (where g.is_column and g.value <> '""'), '{}') as cells,
            coalesce(jsonb_object_agg(g.field, g.value) filter (where not g.is_column), '{}') as metadata,
            array_agg(distinct g.view) filter (where g.view is not null) as views
        from given as g
    )
    select
        r.cells,
        r.metadata,
        array(select v.language from votes as v where v.knows_all order by v.language),
        r.views[1],
        case
            when s.titles is not null then 'report_unreadable'
            when f.key is not null then 'locale_mixed'
            when r.views[2] is not null then 'view_mixed'
        end,
        case
            when s.titles is not null then 'no column is known by the name ' || left(s.titles, 200)
            when f.key is not null then format(
                'the title %s is %s, the others are %s', left(f.key, 100), f.languages, (select c.language from chosen as c)
            )
            when r.views[2] is not null then 'the export has columns of the ASIN view and of the brand view'
        end
    from read as r
    cross join strange as s
    left join foreign_title as f on true;
end;
$$;
comment on function staging_raw.read_titles(jsonb) is 'Cells and metadata of a row of an export by field, and the languages of its titles.';

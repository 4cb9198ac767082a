-- Add the categories that pg_temp.observations name and core.categories lacks, with all categories above them, and best-seller lists
-- that are new. A list belongs to the category of that path, or else to the only one of that name; else it gets a root of its own.
create or replace function core.apply_categories()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    insert into core.categories (marketplace, category_path, name, parent_path, level)
    select distinct
        t.marketplace,
        array_to_string(t.steps[:n.level], ' > '),
        t.steps[n.level],
        nullif(array_to_string(t.steps[:n.level - 1], ' > '), ''),
        n.level
    from (
        select o.marketplace, string_to_array(o.category_path, ' > ') as steps
        from pg_temp.observations as o
        where o.reject_code is null
            and o.status not in ('redirected', 'delisted', 'blocked', 'parse_error')
            and o.category_path <> ''
        group by o.marketplace, o.category_path
        having not exists (
            select from core.categories as c where c.marketplace = o.marketplace and c.category_path = o.category_path
        )
    ) as t
    cross join lateral generate_series(1, cardinality(t.steps)) as n (level)
    order by 1, 2
    on conflict do nothing;

    if not exists (select from pg_temp.observations as o where o.list_category is not null and o.reject_code is null) then
        return;
    end if;
    with lists as (
        select o.marketplace, o.list_category as category
        from pg_temp.observations as o
        where o.reject_code is null
            and o.status not in ('redirected', 'delisted', 'blocked', 'parse_error')
            and o.list_rank is not null
            and o.list_category <> ''
        group by o.marketplace, o.list_category
        having not exists (
            select from core.bestseller_lists as l where l.marketplace = o.marketplace and l.category = o.list_category
        )
    ),
    places as (
        select l.marketplace, l.category, coalesce(max(c.category_path) filter (where c.category_path = l.category),
            case when count(c.*) = 1 then max(c.category_path) end, l.category) as category_path
        from lists as l
        left join core.categories as c on c.marketplace = l.marketplace and c.name = l.category
        group by l.marketplace, l.category
    ),
    roots as (
        insert into core.categories (marketplace, category_path, name, parent_path, level)
        select p.marketplace, p.category, p.category, null, 1
        from places as p
        where p.category_path = p.category
        on conflict do nothing
    )
    insert into core.bestseller_lists (marketplace, category, category_path)
    select p.marketplace, p.category, p.category_path from places as p;
end;
$$;
comment on function core.apply_categories() is 'Adds the categories and best-seller lists seen in pg_temp.observations.';

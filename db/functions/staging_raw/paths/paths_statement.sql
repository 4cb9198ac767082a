-- The statement that finds where in payloads an adapter reads the values of these columns: parts of a payload are set to null and the
-- payload adapted again; a part without which the value is another one is searched further, half by half, down to the smallest part.
-- So the paths are exact for every adapter, and none is kept by hand. Where no part alone matters, as two state the same value, one of
-- them is left out for good and the other found (is_one_of).
-- $1 numbers of the cells, $2 rank of the item among several that may state it, $3 items, $4 decimal signs, $5 columns, $6 ASINs,
-- $7 instants, $8 lists, $9 values of the cells. Of several items for a cell that counts which states its value. Columns: number, rank,
-- element_no, value as the promotion stores it, path (null: the item states no value), value in the payload, is_one_of.
-- Dynamic, because the adapter and the columns must be named in the statement: the others are then not computed.
create or replace function staging_raw.paths_statement(
    p_adapter regproc,
    p_columns text[]
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select format($sql$
            with recursive given as materialized (
                select g.*
                from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as g (
                    number, rank, item, sign, column_name, asin, seen_at, category, cell
                )
            ),
            picked as materialized (
                select distinct on (g.number) g.*, r.element_no, r.scraped_at, r.value
                from given as g
                left join lateral (
                    select o.element_no, o.scraped_at, case g.column_name %1$s end as value
                    from %2$s(%3$s, g.sign) as o
                    order by (o.asin = g.asin) desc nulls last, (o.scraped_at = g.seen_at) desc nulls last,
                        (o.list_category = g.category) desc nulls last, o.element_no desc nulls last
                    limit 1
                ) as r on true
                order by g.number, (r.value is not distinct from g.cell) desc, g.rank
            ),
            search as (
                select p.number, '{}'::text[] as path, 0 as first_place, 0 as last_place, p.item, false as is_final, false as is_one_of
                from picked as p
                where p.value is not null
                union all
                select
                    s.number, case when k.is_changed then k.path else s.path end,
                    case when k.is_changed or s.first_place < s.last_place then k.first_place else s.first_place end,
                    case when k.is_changed or s.first_place < s.last_place then k.last_place else s.last_place end,
                    case
                        when k.is_changed then s.item
                        when s.first_place < s.last_place then staging_raw.blank_parts(s.item, s.path, s.first_place, k.first_place - 1)
                    end,
                    not k.is_changed and s.first_place = s.last_place,
                    s.is_one_of or (not k.is_changed and s.first_place < s.last_place)
                from search as s
                inner join picked as p on p.number = s.number
                cross join lateral (
                    select c.*, bool_or(c.is_changed) over () as has_changed, max(c.place) over () as last_candidate
                    from (
                        select n.*, n.first_place <= n.last_place and t.value is distinct from p.value as is_changed
                        from (
                            select 1 as place, s.path, s.first_place, (s.first_place + s.last_place) / 2 as last_place
                            where s.first_place < s.last_place
                            union all
                            select 2, s.path, (s.first_place + s.last_place) / 2 + 1, s.last_place
                            where s.first_place < s.last_place
                            union all
                            select 1, d.path, 1, staging_raw.part_count(s.item #> d.path)
                            from (
                                select case
                                    when s.first_place = 0 then s.path
                                    else s.path || staging_raw.part_key(s.item #> s.path, s.first_place)
                                end as path
                            ) as d
                            where s.first_place = s.last_place
                        ) as n
                        cross join lateral (
                            select staging_raw.blank_parts(s.item, n.path, n.first_place, n.last_place) as item offset 0
                        ) as g
                        left join lateral (
                            select case p.column_name %1$s end as value
                            from %2$s(%3$s, p.sign) as o
                            where n.first_place <= n.last_place
                                and (o.element_no is not distinct from p.element_no or (o.asin = p.asin and o.scraped_at = p.scraped_at))
                            order by (o.scraped_at is not distinct from p.scraped_at) desc,
                                (o.element_no is not distinct from p.element_no) desc
                            limit 1
                        ) as t on true
                    ) as c
                ) as k
                where not s.is_final and (k.is_changed or (not k.has_changed and k.place = k.last_candidate))
            )
            select
                p.number, p.rank, p.element_no, p.value,
                case when found.number is not null then staging_raw.path_text(p.item, found.path) end as path,
                case when found.path <> '{}' then p.item #> found.path end as payload_value, found.is_one_of
            from picked as p
            left join lateral (
                select s.number, s.is_one_of, case
                    when s.first_place = 0 then s.path else s.path || staging_raw.part_key(p.item #> s.path, s.first_place)
                end as path
                from search as s
                where s.is_final and s.number = p.number
            ) as found on true
            order by p.number, found.path
        $sql$,
        staging_raw.value_text(p_columns),
        p_adapter,
        case p_adapter::text when 'staging_raw.from_named_columns' then 'staging_raw.rename_columns(g.item)' else 'g.item' end)
    );
end;
$$;
comment on function staging_raw.paths_statement(regproc, text[]) is 'Statement text that finds where in payloads an adapter reads some columns.';

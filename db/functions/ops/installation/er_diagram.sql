-- Solid lines are foreign keys. Partitioned facts have none, because they must load fast and outlive a deleted product: dotted lines
-- say by which columns they join. A wide table shows its keys and its first other columns, so that the picture stays readable.
-- Raises 42P01 for a table that does not exist.
create or replace function ops.er_diagram(p_tables text[])
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with tables as (
        select t.name::regclass as relid, t.name, t.place from unnest(p_tables) with ordinality as t (name, place)
    ),
    foreign_keys as (
        select k.conrelid as child, k.confrelid as parent, k.conkey as places
        from pg_constraint as k
        where k.contype = 'f'
    ),
    joins as (
        select c.relid as child, p.relid as parent, w.places
        from (
            values
                ('core.products', '{asin,marketplace}'::text[]), ('core.products', '{asin_main,marketplace}'),
                ('core.products', '{asin_comp,marketplace}'), ('core.ingest_runs', '{job_id}'),
                ('staging_raw.raw_events', '{raw_event_id}'), ('core.alert_rules', '{rule_id}'), ('core.alerts', '{alert_id}'),
                ('sqp.asin_performance_data', '{asin_performance_id}'), ('ops.jobs', '{job_name}'),
                ('ops.replays', '{replay_id}'), ('ops.partition_policies', '{parent}')
        ) as j (parent, names)
        inner join tables as p on p.name = j.parent
        inner join tables as c on c.relid <> p.relid
        cross join lateral (
            select array_agg(a.attnum order by array_position(j.names, a.attname::text)) as places
            from pg_attribute as a
            where a.attrelid = c.relid and a.attname = any (j.names) and not a.attisdropped
        ) as w
        where cardinality(w.places) = cardinality(j.names)
            and not exists (select from foreign_keys as k where k.child = c.relid and k.parent = p.relid)
    ),
    columns as (
        select
            t.relid, a.attnum, a.attname,
            replace(replace(format_type(a.atttypid, null), 'timestamp with time zone', 'timestamptz'), ' ', '_') as type,
            concat_ws(', ', case when k.is_primary then 'PK' end, case when k.is_foreign then 'FK' end) as keys,
            row_number() over (partition by t.relid order by k.is_primary or k.is_foreign desc, a.attnum) as rank
        from tables as t
        inner join pg_attribute as a on a.attrelid = t.relid and a.attnum > 0 and not a.attisdropped
        cross join lateral (
            select
                exists (
                    select from pg_constraint as k where k.conrelid = t.relid and k.contype = 'p' and a.attnum = any (k.conkey)
                ) as is_primary,
                exists (select from foreign_keys as k where k.child = t.relid and a.attnum = any (k.places)) as is_foreign
        ) as k
    ),
    entities as (
        select
            t.place,
            format(E'    "%s" {\n', t.name)
            || string_agg(format(E'        %s %s%s\n', c.type, c.attname, coalesce(' ' || nullif(c.keys, ''), '')), '' order by c.attnum)
            || E'    }\n' as block
        from tables as t
        inner join columns as c on c.relid = t.relid and (c.rank <= 12 or c.keys <> '')
        group by t.place, t.name
    ),
    lines as (
        select
            p.place as parent_place, c.place as child_place,
            format(
                E'    "%s" %s%s%s "%s" : "%s"\n',
                p.name, case when l.is_certain then '||' else '|o' end, case when l.is_enforced then '--' else '..' end,
                case when l.is_unique then 'o|' else 'o{' end, c.name, l.label
            ) as line
        from (
            select
                k.child, k.parent, k.is_enforced,
                k.is_enforced and not exists (
                    select from pg_attribute as a where a.attrelid = k.child and a.attnum = any (k.places) and not a.attnotnull
                ) as is_certain,
                exists (
                    select from pg_index as i
                    where i.indrelid = k.child and i.indisunique and i.indpred is null
                        and (i.indkey::smallint[])[0:i.indnkeyatts - 1] <@ k.places
                ) as is_unique,
                (
                    select string_agg(a.attname, ', ' order by array_position(k.places, a.attnum))
                    from pg_attribute as a where a.attrelid = k.child and a.attnum = any (k.places)
                ) as label
            from (select f.*, true as is_enforced from foreign_keys as f union all select j.*, false from joins as j) as k
        ) as l
        inner join tables as p on p.relid = l.parent
        inner join tables as c on c.relid = l.child
    )
    select
        E'erDiagram\n'
        || (select string_agg(e.block, '' order by e.place) from entities as e)
        || coalesce((select string_agg(l.line, '' order by l.parent_place, l.child_place, l.line) from lines as l), '');
$$;
comment on function ops.er_diagram(text[]) is 'The tables named, schema first, as a diagram in the language of Mermaid: keys, columns, foreign keys and joins.';
grant execute on function ops.er_diagram(text[]) to asinmart_admin;

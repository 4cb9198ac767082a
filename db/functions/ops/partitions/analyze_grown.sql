-- Run ANALYZE, during a promotion, on the partitions in [p_from, p_to] that were never analyzed or have grown by half
-- since; only on p_columns, if given. Without this the first big load is planned for empty tables and takes hours
-- instead of seconds.
create or replace function ops.analyze_grown(
    p_parent text,
    p_from date,
    p_to date,
    p_columns text[] default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_partition regclass;
begin
    for v_partition in
        select c.oid::regclass
        from generate_series(date_trunc('month', p_from::timestamp), p_to::timestamp, interval '1 month') as g (month)
        inner join pg_catalog.pg_class as c
            on c.relnamespace = 'partitions'::regnamespace
            and c.relname = split_part(p_parent, '.', 2) || to_char(g.month, '_YYYY_MM')
        where c.reltuples < 0
            or pg_relation_size(c.oid) / current_setting('block_size')::integer > greatest(c.relpages, 10) * 1.5
    loop
        execute format(
            'analyze %s%s', v_partition, (select ' (' || string_agg(quote_ident(c.name), ', ') || ')' from unnest(p_columns) as c (name))
        );
    end loop;
end;
$$;
comment on function ops.analyze_grown(text, date, date, text[]) is 'Analyzes the partitions of a table that have grown by half since they were last analyzed.';

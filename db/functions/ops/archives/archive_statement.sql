-- The statements of archives, built of names and types alone; p_columns as ops.archive_columns gives it. Null for an
-- unknown step.
--   odd       names of columns that hold a day before year 1 or after 9999, infinity or NaN
--   read      all rows, each value as text
--   checksum  checksum of the rows of the table
--   check     checksum of rows that come from a file in $1: each a JSON array of texts in the order of the columns
--   restore   write such rows into the table; generated columns are computed again
create or replace function ops.archive_statement(
    p_step text,
    p_relation regclass,
    p_columns jsonb
)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case p_step
        when 'odd' then format('select array_remove(array[%s], null)::text[] from %s as t', coalesce(n.tests, 'null'), p_relation)
        when 'read' then format('select %s from %s as t', n.texts, p_relation)
        when 'checksum' then ops.checksum_statement(format('select row(%s)::text as line from %s as t', n.names, p_relation))
        when 'check' then ops.checksum_statement(format('select row(v.*)::text as line from (%s) as v', n.given))
        when 'restore' then format('insert into %s (%s) select %s from (%s) as v', p_relation, n.written, n.written, n.given)
    end
    from (
        select
            string_agg(format('t.%I', c.name), ', ' order by c.place) as names,
            string_agg(format('t.%I::text', c.name), ', ' order by c.place) as texts,
            string_agg(quote_ident(c.name), ', ' order by c.place) filter (where a.attgenerated = '') as written,
            string_agg(
                format(
                    'case when bool_or(t.%1$I %2$s) then %1$L end', c.name,
                    case a.atttypid when 'numeric'::regtype then '= ''NaN''' else 'not between ''0001-01-01'' and ''9999-12-31''' end
                ), ', ' order by c.place
            ) filter (where a.atttypid in ('date'::regtype, 'timestamptz'::regtype, 'numeric'::regtype)) as tests,
            -- OFFSET keeps the planner from parsing a row once a column.
            format(
                'select %s from (select u.line::jsonb as texts from unnest($1) as u (line) offset 0) as r',
                string_agg(format('(r.texts ->> %s)::%s as %I', c.place - 1, c.type, c.name), ', ' order by c.place)
            ) as given
        from (
            select s.place, s.spec ->> 'name' as name, s.spec ->> 'type' as type
            from jsonb_array_elements(p_columns) with ordinality as s (spec, place)
        ) as c
        left join pg_catalog.pg_attribute as a on a.attrelid = p_relation and a.attname = c.name and not a.attisdropped
    ) as n;
$$;
comment on function ops.archive_statement(text, regclass, jsonb) is 'The statement that examines, reads, counts or restores the rows of an archived partition.';

create or replace function ops.dictionary_markdown()
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        E'# Data dictionary\n\nWhat is in schema `mart`. Made by `select ops.dictionary_markdown()` from the comments in the database;'
        || E'\nthe same rows stand in `mart.data_dictionary`.\n'
        || string_agg(t.chapter, '' order by t.table_name)
    from (
        select
            d.table_name,
            format(E'\n## %s\n\n%s\n\n| column | type | meaning |\n| --- | --- | --- |\n', d.table_name, d.table_comment)
            || string_agg(
                format(
                    E'| %s%s | %s | %s |\n',
                    d.column_name, case when d.is_key then ' (key)' else '' end, d.data_type,
                    replace(d.column_comment, '|', '\|')
                ),
                '' order by d.column_position
            ) as chapter
        from mart.data_dictionary as d
        group by d.table_name, d.table_comment
    ) as t;
$$;
comment on function ops.dictionary_markdown() is 'The data dictionary of schema mart as Markdown, as in docs/data-dictionary.md.';
grant execute on function ops.dictionary_markdown() to asinmart_admin;

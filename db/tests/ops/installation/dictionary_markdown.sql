begin;
set local search_path to extensions, public;
select plan(5);

set local role asinmart_admin;
select matches(ops.dictionary_markdown(), '^# Data dictionary\n\nTables and views of schema `mart`', 'the page begins with its title');
select is(
    (select array_agg(h.heading[1] order by h.place) from regexp_matches(ops.dictionary_markdown(), '\n## (\w+)\n', 'g') with ordinality as h (heading, place)),
    (select array_agg(distinct d.table_name order by d.table_name) from mart.data_dictionary as d),
    'every table has a section, in order of name'
);
select matches(ops.dictionary_markdown(), E'\\| asin \\(key\\) \\| text \\| Product\\. \\|', 'every column has a row, with keys marked');
select is(
    (select count(*) from regexp_matches(ops.dictionary_markdown(), '^\| \w+( \(key\))? \| .+ \| .+ \|$', 'gn')),
    (select count(*) + count(distinct d.table_name) from mart.data_dictionary as d), 'no column is missing'
);
reset role;
comment on column mart.product_latest.price is 'a | b';
select matches(ops.dictionary_markdown(), 'a \\\| b \|', 'a bar in a comment does not break the table');

select * from finish();
rollback;

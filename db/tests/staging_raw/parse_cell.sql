begin;
set local search_path to extensions, public;
select plan(2);

select is_empty(
    $$
        select t.text from unnest(array['nan', 'NaN', 'None', 'null', 'N/A', '#N/A', ' n/a ', '-', '', '   ', null]) as t (text)
        where staging_raw.parse_cell(t.text) is not null
    $$,
    'words for nothing are nothing'
);
select is_empty(
    $$
        select t.text from unnest(array['Nano', 'Nonesuch Tea', 'a', '0', 'Nan Nan Tea']) as t (text)
        where staging_raw.parse_cell(' ' || t.text || ' ') is distinct from t.text
    $$,
    'others are kept, without the blanks round them'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.plain_brand(t.given, array['visit the % store']), t.expected::text, t.description)
from (values
    ('Plinth Home', 'Plinth Home', 'a brand stays as it is'),
    ('Besuche den Plinth-Store', 'Besuche den Plinth-Store', 'the patterns decide, not the table'),
    ('VISIT the Plinth Store', 'Plinth', 'a text that may be a link is read as a whole'),
    ('Brand: Finch', 'Finch', 'so is one with a colon'),
    (' Plinth ', 'Plinth', 'and one with spaces around it'),
    (U&'\54C1\724C\FF1A\7D22\5C3C', U&'\7D22\5C3C', 'and one that is not ASCII, for it may have a colon of its own'),
    ('N/A', null, 'a word for unknown is null')
) as t (given, expected, description);
select is(staging_raw.plain_brand(null, '{}'), null, 'no brand is none');

select is_empty(
    $$
    with links as (select staging_raw.phrase_patterns('brand_link') as links)
    select t.brand
    from links as l
    cross join staging_raw.phrases as p
    cross join lateral (values ('Plinth'), ('plinth home'), (U&'K\00FChl'), ('')) as n (name)
    cross join lateral (
        values
            (replace(p.phrase, '%', n.name)), (upper(replace(p.phrase, '%', n.name))), (p.phrase || ': ' || n.name),
            (n.name || ' ' || p.phrase), (p.phrase || ' ' || n.name)
    ) as t (brand)
    where p.kind in ('brand_link', 'brand_label')
        and staging_raw.plain_brand(t.brand, l.links) is distinct from staging_raw.parse_brand(t.brand)
    $$,
    'with the patterns of the table it gives what parse_brand gives'
);

select * from finish();
rollback;

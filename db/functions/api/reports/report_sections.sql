create or replace function api.report_sections()
returns table (place integer, section text, heading text, caption text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    values
        (1, 'position', 'Where it stands', null::text),
        (2, 'assessment', 'Strengths and weaknesses', null),
        (3, 'changes', 'What changed since the last version', null),
        (4, 'standings', 'Standings', 'Scores go from 0 to 100; 50 is the mean of the group.'),
        (
            5, 'gaps', 'Gaps to each competitor',
            'Main product minus competitor. ' || chr(9650) || ' in favour of the main product (cheaper, better ranked, better rated, more ratings), '
                || chr(9660) || ' against it; three marks: by far.'
        ),
        (6, 'price', 'Price', null),
        (7, 'rank', 'Best-seller rank', null),
        (8, 'rating', 'Rating', null),
        (9, 'stock', 'Stock and featured offer', null),
        (10, 'features', 'Features', 'What the listings state; a product that does not state a feature may have it.'),
        (11, 'reviews', 'Reviews', null),
        (12, 'insights', 'Market insights', null),
        (13, 'freshness', 'Data freshness', null);
$$;
comment on function api.report_sections() is 'The sections of a rendered report in their order. assessment has strengths and weaknesses, standings and gaps have a table only.';
grant execute on function api.report_sections() to asinmart_api;

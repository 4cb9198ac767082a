begin;
set local search_path to extensions, public;
select plan(5);

select is(staging_raw.read_ranks(t.given), t.expected::jsonb, t.description)
from (values
    ('#5 in A (See Top 100 in A)#2 in B', '[{"rank": "5", "category": "A"}, {"rank": "2", "category": "B"}]', 'two ranks'),
    ('Nr. 1.234 in A', '[{"rank": "1.234", "category": "A"}]', 'with another sign'),
    ('Mutfak kategorisinde 5. sirada', '[{"rank": "5", "category": "Mutfak"}]', 'with the category first'),
    (U&'A - 12\4F4D', '[{"rank": "12", "category": "A"}]', 'as on Japanese pages'),
    ('none', '[]', 'none')
) as t (given, expected, description);

select * from finish();
rollback;

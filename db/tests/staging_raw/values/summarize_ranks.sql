begin;
set local search_path to extensions, public;
select plan(16);

select is(
    staging_raw.summarize_ranks(
        '[{"rank": 273296, "category": "Health", "url": "/x"}, {"rank": 178, "category": "Zinc"}]',
        null
    ),
    (178, 'Zinc', 273296, '[{"rank": 273296, "category": "Health"}, {"rank": 178, "category": "Zinc"}]')::staging_raw.rank_summary,
    'the lowest rank is that of the smallest category, the first that of the main one'
);
select is(
    staging_raw.summarize_ranks(
        '[{"rank": 28, "category": "Health"}]',
        '#5 in Books'
    ),
    (28, 'Health', 28, '[{"rank": 28, "category": "Health"}]')::staging_raw.rank_summary,
    'an array precedes the text'
);
select is(
    staging_raw.summarize_ranks(
        '[{"rank": "#1,234", "category": "Health"}]',
        null
    ),
    (1234, 'Health', 1234, '[{"rank": 1234, "category": "Health"}]')::staging_raw.rank_summary,
    'a rank may be a text'
);
select is(
    staging_raw.summarize_ranks(
        null,
        '#35,077 in A (See Top 100 in A) #2,607 in B & C'
    ),
    (2607, 'B & C', 35077, '[{"rank": 35077, "category": "A"}, {"rank": 2607, "category": "B & C"}]')::staging_raw.rank_summary,
    'ranks are read from a text, and the link between them is skipped'
);
select is(
    staging_raw.summarize_ranks(
        'null',
        '#273,296 in Health (See Top 100 in Health)#178 in Zinc'
    ),
    (178, 'Zinc', 273296, '[{"rank": 273296, "category": "Health"}, {"rank": 178, "category": "Zinc"}]')::staging_raw.rank_summary,
    'also without a space between them'
);
select is(
    staging_raw.summarize_ranks(
        '[]',
        '28 in Health & Personal Care (See Top 100 in Health & Personal Care)1 in Earplugs'
    ),
    (1, 'Earplugs', 28, '[{"rank": 28, "category": "Health & Personal Care"}, {"rank": 1, "category": "Earplugs"}]')::staging_raw.rank_summary,
    'and without a number sign'
);
select is(
    staging_raw.summarize_ranks(
        null,
        'Nr. 1.234 in A (Siehe Top 100 in A) Nr. 5 in B'
    ),
    (5, 'B', 1234, '[{"rank": 1234, "category": "A"}, {"rank": 5, "category": "B"}]')::staging_raw.rank_summary,
    'also in German'
);
select is(
    staging_raw.summarize_ranks(
        null,
        '#304 in A (See Top 100 in A) #13 in B #50 in C'
    ),
    (13, 'B', 304, '[{"rank": 304, "category": "A"}, {"rank": 13, "category": "B"}, {"rank": 50, "category": "C"}]')::staging_raw.rank_summary,
    'three ranks are three'
);
select is(
    staging_raw.summarize_ranks(
        null,
        '#5 in Kindle Store (Books) #2 in Poems'
    ),
    (2, 'Poems', 5, '[{"rank": 5, "category": "Kindle Store (Books)"}, {"rank": 2, "category": "Poems"}]')::staging_raw.rank_summary,
    'brackets in a category name stay'
);
select is(
    staging_raw.summarize_ranks(
        '[{"rank": 0, "category": "A"}, {"rank": -1, "category": "B"}]',
        null
    ),
    null::staging_raw.rank_summary,
    'neither 0 nor -1 is a rank'
);
select is(
    staging_raw.summarize_ranks(
        '["#12 in A", "#5 in B"]',
        null
    ),
    (5, 'B', 12, '[{"rank": 12, "category": "A"}, {"rank": 5, "category": "B"}]')::staging_raw.rank_summary,
    'an array may hold texts'
);
select is(
    staging_raw.summarize_ranks(
        '[{"rank": null}, 5, {"rank": "x"}, {"rank": 7, "category": "B"}]',
        null
    ),
    (7, 'B', 7, '[{"rank": 7, "category": "B"}]')::staging_raw.rank_summary,
    'elements without a rank are left out'
);
select is(
    staging_raw.summarize_ranks(
        null,
        null
    ),
    null::staging_raw.rank_summary,
    'without ranks there is none'
);
select is(
    staging_raw.summarize_ranks(
        '"#5 in Books"',
        'Not ranked yet'
    ),
    null::staging_raw.rank_summary,
    'a text without ranks has none'
);
select is(
    staging_raw.summarize_ranks('{"Home & Kitchen": 1234, "1000 Puzzles": 5}', null),
    (5, '1000 Puzzles', 1234, '[{"rank": 1234, "category": "Home & Kitchen"}, {"rank": 5, "category": "1000 Puzzles"}]')::staging_raw.rank_summary,
    'an object gives each category its rank'
);
select is(
    staging_raw.summarize_ranks('{"rank": 5, "category": "B"}', null),
    (5, 'B', 5, '[{"rank": 5, "category": "B"}]')::staging_raw.rank_summary,
    'a number is one rank'
);

select * from finish();
rollback;

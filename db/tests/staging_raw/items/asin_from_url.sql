begin;
set local search_path to extensions, public;
select plan(10);

select is(staging_raw.asin_from_url(t.given), t.expected::text, t.description)
from (values
    ('https://www.amazon.com/dp/B0DEMOZ120', 'B0DEMOZ120', 'a /dp/ url contains its ASIN'),
    ('https://www.amazon.com/Some-Title/dp/B0DEMOZ120/ref=sr_1_43?dib=x', 'B0DEMOZ120', 'also with a title before and a reference after'),
    ('https://www.amazon.com/gp/product/b0demoz120/', 'B0DEMOZ120', '/gp/product/ too, in capitals'),
    ('/Title/product-reviews/B0DEMOZ120/ref=cm', 'B0DEMOZ120', 'also in a relative review url'),
    ('https://www.amazon.com/x?a=1&ASIN=B0DEMOZ120&b=2', 'B0DEMOZ120', 'also as a query parameter'),
    ('https://www.amazon.com/dp/0300270968', '0300270968', 'an ISBN keeps its leading zero'),
    ('https://www.amazon.com/dp/B0DEMOZ1201', null, 'eleven characters are no ASIN'),
    ('https://www.amazon.com/dp/', null, 'an empty text has no ASIN'),
    ('https://www.amazon.com/s?k=coaster', null, 'a search url has no ASIN'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

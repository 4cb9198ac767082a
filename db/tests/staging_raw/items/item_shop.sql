begin;
set local search_path to extensions, public;
select plan(8);

select is(staging_raw.item_shop(t.given::jsonb), t.expected, t.description)
from (values
    ('{"marketplace": "DE"}', 'de', 'a code'), ('{"domain": "https://www.amazon.co.uk/"}', 'amazon.co.uk', 'a host in any form'),
    ('{"domain": "co.jp"}', 'co.jp', 'the end of one'), ('{"country": " Germany "}', 'germany', 'a country'),
    ('{"marketplaceId": "A1PA6795UKMFR9"}', 'a1pa6795ukmfr9', 'Amazon''s own identifier'), ('{"locale": "en_GB"}', 'gb', 'a locale'),
    ('{"country": null}', null, 'nothing'), ('{}', null, 'without such a field there is none')
) as t (given, expected, description);


select * from finish();
rollback;

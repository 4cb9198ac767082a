begin;
set local search_path to extensions, public;
select plan(8);

select is(staging_raw.parse_attributes(t.given::jsonb), t.expected::jsonb, t.description)
from (values
    ('[{"key": "Size", "value": "L"}, {"key": "Color", "value": "Red"}]', '{"Size": "L", "Color": "Red"}', 'key and value pairs become an object'),
    ('[{"name": "Size", "value": "L"}]', '{"Size": "L"}', 'so do name and value pairs'),
    ('{"Size": "L"}', '{"Size": "L"}', 'an object stays unchanged'),
    ('[{"key": "Size", "value": "L"}, {"key": "Size", "value": "M"}]', '{"Size": "M"}', 'of two equal names the last one stays'),
    ('[{"key": null, "value": 1}, {"key": "", "value": 1}, {"key": "a", "value": null}, 5]', null, 'pairs without name or value are left out'),
    ('[]', null, 'an empty array is null'),
    ('{}', null, 'so is an empty object'),
    ('"a"', null, 'a text is null')
) as t (given, expected, description);

select * from finish();
rollback;

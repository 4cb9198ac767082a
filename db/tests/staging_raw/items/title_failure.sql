begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.title_failure(t.given), t.expected::text, t.description)
from (values
    ('Robot Check', 'blocked', 'a CAPTCHA is blocked'),
    ('Tut uns Leid!', 'blocked', 'so is an apology'),
    ('Amazon.de', 'blocked', 'and the shop''s name alone'),
    ('Amazon.com: Page Not Found', 'delisted', 'the shop''s name may stand before'),
    ('404 - Document Not Found', 'delisted', 'and a code'),
    ('502 Bad Gateway', 'parse_error', 'a broken page is a parse error'),
    ('Robot Vacuum', null, 'a product is none'),
    ('Amazon Basics Cable', null, 'nor is one of the shop'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.title_failure(t.given), t.expected::text, t.description)
from (values
    ('Robot Check', 'blocked', 'a CAPTCHA is blocked'),
    ('Tut uns Leid!', 'blocked', 'an apology is blocked'),
    ('Amazon.de', 'blocked', 'the shop''s name alone is blocked'),
    ('Amazon.com: Page Not Found', 'delisted', 'the title may begin with the shop''s name'),
    ('404 - Document Not Found', 'delisted', 'a code is a failure'),
    ('502 Bad Gateway', 'parse_error', 'a broken page is a parse error'),
    ('Robot Vacuum', null, 'a product''s title is no failure'),
    ('Amazon Basics Cable', null, 'nor is the title of one of the shop''s own products'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(13);

select is(staging_raw.failure_status(t.given), t.expected::text, t.description)
from (values
    ('Blocked by Amazon bot-detection (CAPTCHA/robot check)', 'blocked', 'a CAPTCHA means blocked'),
    ('Request failed with status 503', 'blocked', 'so does a 503'),
    ('429 Too Many Requests', 'blocked', 'a 429'),
    ('Proxy responded 403 Forbidden', 'blocked', 'and a 403'),
    ('Page not found (404)', 'delisted', 'a missing page means delisted'),
    ('NOT_FOUND 404', 'delisted', 'also as a status message'),
    ('Got the dog page', 'delisted', 'the dog page too'),
    ('No BSR found (page structure may have changed)', 'parse_error', 'a changed page is a parse error'),
    ('Page.goto: element not found', 'parse_error', 'an element not found is not a page not found'),
    ('Both bottoms are missing', 'parse_error', 'bot inside a word is no robot'),
    ('Navigation timed out', 'parse_error', 'anything else is a parse error'),
    ('isBlocked true', 'blocked', 'the name of a flag speaks'),
    (null, 'parse_error', 'and no message at all')
) as t (given, expected, description);

select * from finish();
rollback;

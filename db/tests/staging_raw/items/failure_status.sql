begin;
set local search_path to extensions, public;
select plan(13);

select is(staging_raw.failure_status(t.given), t.expected::text, t.description)
from (values
    ('Blocked by Amazon bot-detection (CAPTCHA/robot check)', 'blocked', 'a CAPTCHA means blocked'),
    ('Request failed with status 503', 'blocked', 'so does a 503'),
    ('429 Too Many Requests', 'blocked', 'a 429 means blocked'),
    ('Proxy responded 403 Forbidden', 'blocked', 'a 403 means blocked'),
    ('Page not found (404)', 'delisted', 'a missing page means delisted'),
    ('NOT_FOUND 404', 'delisted', 'also as a status message'),
    ('Got the dog page', 'delisted', 'the page with the dog means delisted'),
    ('No BSR found (page structure may have changed)', 'parse_error', 'a changed page is a parse error'),
    ('Page.goto: element not found', 'parse_error', 'an element not found is not a missing page'),
    ('Both bottoms are missing', 'parse_error', 'bot inside a word is no robot'),
    ('Navigation timed out', 'parse_error', 'anything else is a parse error'),
    ('isBlocked true', 'blocked', 'the name of a flag counts'),
    (null, 'parse_error', 'without a message it is a parse error')
) as t (given, expected, description);

select * from finish();
rollback;

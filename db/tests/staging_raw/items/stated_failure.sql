begin;
set local search_path to extensions, public;
select plan(14);

select is(staging_raw.stated_failure(t.given::jsonb), t.expected::text, t.description)
from (values
    ('{"status": "FAILED", "message": "timeout"}', 'parse_error', 'a status that no phrase knows as a success'),
    ('{"status": 503}', 'blocked', 'a status may be a code'),
    ('{"status": "not_found"}', 'delisted', 'or say what was not there'),
    ('{"status": {"code": 404}}', 'delisted', 'or be an object'),
    ('{"status": "redirected"}', null, 'observation statuses are no failures of their own'),
    ('{"status": "delisted"}', 'delisted', 'but where they say so'),
    ('{"statusCode": 200, "statusMessage": "FOUND"}', null, 'a success'),
    ('{"httpStatus": "429"}', 'blocked', 'a code from 400 on'),
    ('{"success": false}', 'parse_error', 'no success'),
    ('{"captcha": true}', 'blocked', 'a flag speaks by its name'),
    ('{"captcha": "no", "errors": [], "error": "None"}', null, 'unless it is not set'),
    ('{"error": "x", "title": "Robot Check"}', 'blocked', 'the title tells where the error does not'),
    ('{"message": "robot vacuum"}', null, 'a message alone is no failure'),
    ('[]', null, 'an array says nothing')
) as t (given, expected, description);

select * from finish();
rollback;

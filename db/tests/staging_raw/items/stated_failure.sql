begin;
set local search_path to extensions, public;
select plan(14);

select is(staging_raw.stated_failure(t.given::jsonb), t.expected::text, t.description)
from (values
    ('{"status": "FAILED", "message": "timeout"}', 'parse_error', 'an unknown status is a failure'),
    ('{"status": 503}', 'blocked', 'a status may be a code'),
    ('{"status": "not_found"}', 'delisted', 'a status may name what was missing'),
    ('{"status": {"code": 404}}', 'delisted', 'a status may be an object'),
    ('{"status": "redirected"}', null, 'observation statuses are no failures'),
    ('{"status": "delisted"}', 'delisted', 'except the failed ones'),
    ('{"statusCode": 200, "statusMessage": "FOUND"}', null, 'a success is no failure'),
    ('{"httpStatus": "429"}', 'blocked', 'a code from 400 on is a failure'),
    ('{"success": false}', 'parse_error', 'success false is a failure'),
    ('{"captcha": true}', 'blocked', 'the name of a flag counts'),
    ('{"captcha": "no", "errors": [], "error": "None"}', null, 'a flag that is false is no failure'),
    ('{"error": "x", "title": "Robot Check"}', 'blocked', 'the title decides when the error does not'),
    ('{"message": "robot vacuum"}', null, 'a message alone is no failure'),
    ('[]', null, 'an array has no failure')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(31);

select is(staging_raw.parse_instant(t.given::jsonb), t.expected::timestamptz, t.description)
from (values
    ('"2026-04-23T22:19:31.728388+00:00"', '2026-04-23 22:19:31.728388+00', 'ISO text with an offset is read'),
    ('"2026-05-04T06:00:00.000Z"', '2026-05-04 06:00:00+00', 'Z is UTC'),
    ('"2026-07-23T10:00:00-0700"', '2026-07-23 17:00:00+00', 'an offset needs no colon'),
    ('"2026-07-23T10:00+05"', '2026-07-23 05:00:00+00', 'neither minutes of an offset nor seconds are needed'),
    ('"2026-07-23 12:44:59"', '2026-07-23 12:44:59+00', 'without an offset it is UTC'),
    ('"2026-07-23T12:44"', '2026-07-23 12:44:00+00', 'also without seconds'),
    ('1746053307', '2025-04-30 22:48:27+00', 'epoch seconds are read'),
    ('1746053307585', '2025-04-30 22:48:27.585+00', 'epoch milliseconds too'),
    ('"1746053307585"', '2025-04-30 22:48:27.585+00', 'also as a text'),
    ('"2199-01-01T00:00:00Z"', '2199-01-01 00:00:00+00', 'the future is left for the check stage'),
    ('"2024-02-29T00:00:00Z"', '2024-02-29 00:00:00+00', 'a leap day is a day'),
    ('"2026-02-29T00:00:00Z"', null, 'but not in a common year'),
    ('"2026-02-31T00:00:00Z"', null, '31 February is null'),
    ('"2026-07-23T25:00:00Z"', null, 'hour 25 is null'),
    ('"2026-07-23"', null, 'a bare date is not an instant'),
    ('"yesterday"', null, 'words are null'),
    ('1e400', null, 'a number out of range is null'),
    ('-1', null, 'a negative one too'),
    ('null', null, 'a JSON null is null'),
    ('202611201005', null, 'twelve digits may be a time without separators'),
    ('20261120100530', null, 'so may fourteen'),
    ('[1746053307]', null, 'an array is null'),
    ('"2026-07-31T23:59:59.345Z"', '2026-07-31 23:59:59.345+00', 'a fraction of three digits is read'),
    ('"2026-11-30T00:00:00+00:00"', '2026-11-30 00:00:00+00', 'the last day of a short month is a day'),
    ('"2026-11-31T00:00:00Z"', null, 'the day after it is not'),
    ('"2026-02-30T00:00:00.000Z"', null, '30 February is null'),
    ('"2026-00-10T00:00:00Z"', null, 'month 0 is null'),
    ('"2026-07-00T00:00:00Z"', null, 'so is day 0'),
    ('"2026-07-23T12:60:00Z"', null, 'and minute 60'),
    ('"2026-07-23T12:44:.0Z"', null, 'a fraction replaces no seconds'),
    (U&'"202\0666-07-23T12:44:59Z"', null, 'digits of another script are null')
) as t (given, expected, description);

select * from finish();
rollback;

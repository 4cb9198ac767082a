begin;
set local search_path to extensions, public;
select plan(38);

select is(staging_raw.parse_time(t.given, 'America/Los_Angeles'), t.expected::timestamptz, t.description || ': ' || t.given)
from (values
    ('2026-11-20', '2026-11-20 08:00+00', 'a bare day is that day in the shop''s time zone'),
    ('2026-11-20 10:05', '2026-11-20 10:05+00', 'a time without an offset is UTC'),
    ('2026/11/20 10:05:30,123', '2026-11-20 10:05:30.123+00', 'any separator, a comma before the fraction'),
    ('2026-11-20T10:05:30.123456Z', '2026-11-20 10:05:30.123456+00', 'ISO'),
    ('20261120T101112Z', '2026-11-20 10:11:12+00', 'without separators'),
    ('2026-11-20T10:05:30+05:30', '2026-11-20 04:35:30+00', 'an offset is applied'),
    ('2026-11-20 10:05-0800', '2026-11-20 18:05+00', 'without a colon too'),
    ('2026-11-20_10-11-12-123', '2026-11-20 10:11:12.123+00', 'as Apify names files'),
    ('Nov 20, 2026 10:05 PM', '2026-11-20 22:05+00', 'with PM'),
    ('Nov 20, 2026 12:05 AM', '2026-11-20 00:05+00', 'midnight is 12 AM'),
    ('Fri Nov 20 2026 10:11:12 GMT+0100 (CET)', '2026-11-20 09:11:12+00', 'as JavaScript prints it'),
    ('Fri, 20 Nov 2026 10:11:12 GMT', '2026-11-20 10:11:12+00', 'as HTTP does'),
    ('20/11/2026 10:05', '2026-11-20 10:05+00', 'day first'),
    ('1763600000', '2025-11-20 00:53:20+00', 'seconds'),
    ('1763600000123', '2025-11-20 00:53:20.123+00', 'milliseconds'),
    ('1763600000123456', '2025-11-20 00:53:20.123456+00', 'microseconds'),
    ('2026-11-20 25:00', null, 'an invalid hour'),
    ('2026-11-20 10:61', null, 'an invalid minute'),
    ('2026-11-20 13:05 PM', null, '13 PM is invalid'),
    ('05/11/2026 10:05', null, 'an ambiguous date is null'),
    ('2026-11-20 soon', null, 'words after the day'),
    ('soon', null, 'a word'),
    ('12', null, 'a small number'),
    ('2026-11-20 03:00:00-08', '2026-11-20 11:00+00', 'an offset of hours alone, as Postgres prints it'),
    ('2026-11-20 03:00-08', '2026-11-20 11:00+00', 'also behind minutes'),
    ('2026-11-20 03:00:00.123-08', '2026-11-20 11:00:00.123+00', 'and behind a fraction'),
    ('2026-11-20T03:00:00-0830', '2026-11-20 11:30+00', 'and with minutes'),
    ('2026-11-20 03:00:00+05:30', '2026-11-19 21:30+00', 'also to the east'),
    ('2026-11-20_10-11-12', '2026-11-20 10:11:12+00', 'a time with dashes only is read'),
    ('2026-11-20_10-11-12-0800', null, 'but what follows them may be an offset or a fraction'),
    ('20261120100530', '2026-11-20 10:05:30+00', 'fourteen digits are a time'),
    ('202611201005', '2026-11-20 10:05+00', 'so are twelve'),
    ('20261120100530123', '2026-11-20 10:05:30.123+00', 'and seventeen'),
    ('20261320100530', null, 'unless they contain an invalid month'),
    ('99991120100530', null, 'or an invalid century'),
    ('2026-11-20 10:00 PST', null, 'names of zones are not read'),
    ('3 juillet 2026 10:05', '2026-07-03 10:05+00', 'French month names'),
    (U&'2026\5E7411\670820\65E5 10:05', '2026-11-20 10:05+00', 'Japanese ones')
) as t (given, expected, description);

select * from finish();
rollback;

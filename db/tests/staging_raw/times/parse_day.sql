begin;
set local search_path to extensions, public;
select plan(8);

select is(staging_raw.parse_day(t.given), t.expected::date, t.description)
from (values
    ('2026-08-18', '2026-08-18', 'an ISO date is read'),
    ('2024-02-29', '2024-02-29', 'leap days exist'),
    ('2026-02-29', null, 'but not every year'),
    ('2026-04-31', null, 'April has 30 days'),
    ('2026-13-01', null, 'month 13 is null'),
    ('2026-08-18T00:00:00Z', null, 'an instant is not a day'),
    ('18.08.2026', null, 'other notations are null'),
    ('', null, 'an empty text is null')
) as t (given, expected, description);

select * from finish();
rollback;

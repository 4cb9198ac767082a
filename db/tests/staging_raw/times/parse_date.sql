begin;
set local search_path to extensions, public;
select plan(42);

select is((select d.day from staging_raw.parse_date(t.given, t.date_order) as d), t.expected::date, t.description || ': ' || t.given)
from (values
    ('2026-11-20', '2026-11-20', '', 'ISO'),
    ('2026/11/20', '2026-11-20', '', 'with slashes'),
    ('2026.11.20', '2026-11-20', '', 'with points'),
    ('20261120', '2026-11-20', '', 'without separators'),
    ('2026-2-3', '2026-02-03', '', 'without zeros'),
    ('2026-02-29', null, '', 'a day that does not exist'),
    ('2024-02-29', '2024-02-29', '', 'a leap day'),
    ('2026-13-01', null, '', 'a month that does not exist'),
    ('20/11/2026', '2026-11-20', '', 'a 20 can only be the day'),
    ('11/20/2026', '2026-11-20', '', 'also American'),
    ('05/11/2026', null, '', 'an ambiguous date is null'),
    ('05/11/2026', '2026-11-05', 'dmy', 'unless the order is known'),
    ('05/11/2026', '2026-05-11', 'mdy', 'in either order'),
    ('20/11/2026', null, 'mdy', 'a date that contradicts the order is null'),
    ('11/20/2026', null, 'dmy', 'in either order'),
    ('07/07/2026', '2026-07-07', '', 'both readings are the same day'),
    ('05.11.2026', '2026-11-05', '', 'points are European'),
    ('20/11/26', null, '', 'two digits are no year'),
    ('20 November 2026', '2026-11-20', '', 'month names'),
    ('Nov 20, 2026', '2026-11-20', '', 'American'),
    ('20. Dezember 2026', '2026-12-20', '', 'German'),
    ('3 janvier 2026', '2026-01-03', '', 'French'),
    ('3 de mayo de 2026', '2026-05-03', '', 'Spanish'),
    ('3 maggio 2026', '2026-05-03', '', 'Italian'),
    ('3 mei 2026', '2026-05-03', '', 'Dutch'),
    ('20-Nov-2026', '2026-11-20', '', 'of spreadsheets'),
    ('Fri, 20 Nov 2026', '2026-11-20', '', 'with a weekday'),
    ('Nov 31, 2026', null, '', 'a day that does not exist in November'),
    ('3 xyz 2026', null, '', 'an unknown month name'),
    ('yesterday', null, '', 'a word'),
    ('2026', null, '', 'a year'),
    ('May 2026', null, '', 'a month'),
    ('12', null, '', 'a number'),
    ('3 juillet 2026', '2026-07-03', '', 'July'),
    ('3 juil. 2026', '2026-07-03', '', 'a short name of July'),
    ('3 juin 2026', '2026-06-03', '', 'is not June'),
    (U&'3 \015Fubat 2026', '2026-02-03', '', 'Turkish'),
    (U&'3 A\011Fustos 2026', '2026-08-03', '', 'Turkish'),
    (U&'3 pa\017Adziernika 2026', '2026-10-03', '', 'Polish'),
    ('Donnerstag, 3. Dezember 2026', '2026-12-03', '', 'with a long weekday'),
    (U&'2026\5E741\67082\65E5', '2026-01-02', '', 'Japanese')
) as t (given, expected, date_order, description);
select is((select d.rest from staging_raw.parse_date('2026-11-20T10:05Z') as d), 'T10:05Z', 'the rest of the text is returned');

select * from finish();
rollback;

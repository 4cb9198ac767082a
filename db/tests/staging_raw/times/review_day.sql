begin;
set local search_path to extensions, public;
select plan(37);

select is(staging_raw.review_day(t.line), t.expected::date, t.description)
from (values
    ('Reviewed in the United States on March 26, 2022', '2022-03-26', 'the shop of the United States'),
    (U&'Reviewed in the United States \+01F1FA\+01F1F8 on March 26, 2022', '2022-03-26', 'with a flag'),
    ('Reviewed in the United Kingdom on 2 February 2024', '2024-02-02', 'the day first'),
    ('Reviewed in Canada on Sept. 5, 2023', '2023-09-05', 'a month cut short'),
    ('on December 31, 2021', '2021-12-31', 'without a country'),
    (U&'Rezension aus Deutschland vom 26. M\00E4rz 2022', '2022-03-26', 'German'),
    (U&'Kundenrezension aus \00D6sterreich am 3. Mai 2021', '2021-05-03', 'an older German line'),
    (U&'Comment\00E9 en France le 26 ao\00FBt 2022', '2022-08-26', 'French'),
    (U&'Avis laiss\00E9 au Canada le 1er juillet 2023', '2023-07-01', 'French, the first of a month'),
    (U&'\00C9valu\00E9 en Belgique le 12 d\00E9cembre 2020', '2020-12-12', 'French with accents'),
    (U&'Revisado en Espa\00F1a el 26 de marzo de 2022', '2022-03-26', 'Spanish'),
    (U&'Calificado en M\00E9xico el 9 de enero de 2024', '2024-01-09', 'Spanish of Mexico'),
    (U&'Rese\00F1ado en los Estados Unidos el 5 de septiembre del 2023', '2023-09-05', 'Spanish with del'),
    ('Recensito in Italia il 26 marzo 2022', '2022-03-26', 'Italian'),
    (U&'Recensione in Italia il 1\00BA agosto 2022', '2022-08-01', 'Italian, the first of a month'),
    (U&'2022\5E743\670826\65E5\306B\65E5\672C\3067\30EC\30D3\30E5\30FC\6E08\307F', '2022-03-26', 'Japanese'),
    (U&'2022\5E74 3\6708 6\65E5\306B\30A2\30E1\30EA\30AB\5408\8846\56FD\3067\30EC\30D3\30E5\30FC\6E08\307F', '2022-03-06', 'Japanese with spaces'),
    (U&'\FF12\FF10\FF12\FF12\5E74\FF13\6708\FF12\FF16\65E5\306B\65E5\672C\3067', '2022-03-26', 'Japanese with wide digits'),
    (U&'Avaliado no Brasil em 26 de mar\00E7o de 2022', '2022-03-26', 'Portuguese'),
    ('Beoordeeld in Nederland op 26 maart 2022', '2022-03-26', 'Dutch'),
    ('Recenserad i Sverige den 26 maj 2022', '2022-05-26', 'Swedish'),
    ('Zrecenzowano w Polsce dnia 26 marca 2022', '2022-03-26', 'Polish'),
    (U&'26 Mart 2022 tarihinde T\00FCrkiye''de de\011Ferlendirildi', '2022-03-26', 'Turkish'),
    ('2023-12-17', '2023-12-17', 'an ISO day'),
    ('2023-12-17T22:30:00.000Z', null, 'an instant is of no day until a zone is known'),
    ('26.03.2022', '2022-03-26', 'dots are European'),
    ('26/03/2022', '2022-03-26', 'only one number can be the month'),
    ('Reviewed on 03/04/2022', null, 'the order of day and month is open'),
    ('Reviewed in Italy on February 30, 2024', null, 'a day that does not exist'),
    ('Reviewed in Italy on 30 February 2024', null, 'in either order'),
    ('Reviewed in Italy on Xtober 2, 2024', null, 'a month that does not exist'),
    ('Reviewed in Italy in 2024', null, 'a year alone'),
    ('Reviewed in Italy on February 2', null, 'no year'),
    (U&'\062A\0645\062A \0627\0644\0645\0631\0627\062C\0639\0629 \0641\064A 26 \0645\0627\0631\0633 2022', null, 'a month in a language that is not read'),
    ('Reviewed in Italy', null, 'no day'),
    ('', null, 'an empty text'),
    (null, null, 'no text')
) as t (line, expected, description);

select * from finish();
rollback;

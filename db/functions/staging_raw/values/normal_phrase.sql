-- Normalizes a text as in staging_raw.phrases, so that a phrase is found by equality in any spelling: lower case, no
-- punctuation, 0 for every number, one space between words and none between Chinese or Japanese ones. Replacements
-- instead of patterns: a pattern costs five times as much. Capital letters with accents are listed because lower()
-- converts them only in some locales of the database.
create or replace function staging_raw.normal_phrase(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_text text := p_text;
begin
    if octet_length(v_text) <> length(v_text) then
        v_text := translate(
            normalize(v_text, NFKC),
            U&'\00C0\00C1\00C2\00C3\00C4\00C5\00C6\00C7\00C8\00C9\00CA\00CB\00CC\00CD\00CE\00CF\00D1\00D2\00D3\00D4\00D5\00D6\00D8\00D9\00DA\00DB\00DC\00DD\0104\0106\0118\0141\0143\015A\0179\017B\011E\0130\015E'
            '\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F'
            '\3002\3001\30FB\300C\300D\300E\300F\3010\3011\301C\060C\061B\061F\2018\2019\201C\201D\00AB\00BB\2039\203A\2013\2014\2015\2500\2212\2022\00B7\00A1\00BF\0964\066C\066B'
            '\00AD\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2066\2067\2068\2069\FEFF\061C',
            U&'\00E0\00E1\00E2\00E3\00E4\00E5\00E6\00E7\00E8\00E9\00EA\00EB\00EC\00ED\00EE\00EF\00F1\00F2\00F3\00F4\00F5\00F6\00F8\00F9\00FA\00FB\00FC\00FD\0105\0107\0119\0142\0144\015B\017A\017C\011Fi\015F'
            '012345678901234567890123456789'
            '                                 '
        );
    end if;
    v_text := translate(
        lower(v_text),
        E'123456789_.,;:!?()[]{}"/|*+~-''\t\n\r',
        '000000000                                '
    );
    if octet_length(v_text) <> length(v_text) and v_text ~ U&'[\3040-\30FF\4E00-\9FFF]' then
        v_text := replace(v_text, ' ', '');
    end if;
    while strpos(v_text, '  ') > 0 loop
        v_text := replace(v_text, '  ', ' ');
    end loop;
    while strpos(v_text, '00') > 0 or strpos(v_text, '0 0') > 0 loop
        v_text := replace(replace(v_text, '0 0', '0'), '00', '0');
    end loop;
    return btrim(v_text);
end;
$$;
comment on function staging_raw.normal_phrase(text) is 'Text in lower case without punctuation, every number 0: the form in which staging_raw.phrases is searched.';

-- Normalizes a price text: entities decoded, tags removed, no accents; ASCII digits and separators (a sign that can
-- only be decimal, and raised cents, become a middle dot); one kind each of spaces, line ends, dashes and quotes.
create or replace function staging_raw.price_text(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_from constant text := U&'\FF10\FF11\FF12\FF13\FF14\FF15\FF16\FF17\FF18\FF19\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669'
        '\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F'
        '\FF0C\FF0E\FF1A\FF0F\FF08\FF09\FF05\FF04\FFE1\FF0D\FF0B\FF03\FF3B\FF3D\066A\066B\066C\060C\2019\2018'
        '\02BC\00B4`\2010\2011\2012\2013\2014\2015\2212\FE63\301C\FF5E\2053\223C\00A0\2000\2001\2002\2003'
        '\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000\0009\000D\2028\2029\0085\000B\000C{};'
        '\E000\E001'
        '\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2066\2067\2068\2069\FEFF\061C\00AD';
    v_to constant text := U&'01234567890123456789'
        '01234567890123456789'
        ',.:/()%$\00A3-+#[]%\00B7'','''''
        '''''''--------~~~~     '
        '           \000A\000A\000A\000A\000A\000A()|'
        '  ';
    v_accents constant text := U&'\00E0\00E1\00E2\00E3\00E4\00E5\0101\0103\0105\00E7\0107\010D\010F\00E8\00E9\00EA\00EB\0113\0119\011B'
        '\011F\00EC\00ED\00EE\00EF\0131\012B\0142\00F1\0144\0148\00F2\00F3\00F4\00F5\00F6\00F8\014D\0159\015B'
        '\015F\0161\0219\0165\0163\021B\00F9\00FA\00FB\00FC\016B\016F\00FD\00FF\017A\017C\017E\00C0\00C1\00C2'
        '\00C3\00C4\00C5\0104\00C7\0106\00C8\00C9\00CA\00CB\0118\011E\00CC\00CD\00CE\00CF\0130\0141\00D1\0143'
        '\00D2\00D3\00D4\00D5\00D6\00D8\015A\015E\00D9\00DA\00DB\00DC\00DD\0179\017B';
    v_bare constant text := 'aaaaaaaaacccdeeeeeeegiiiiiilnnnooooooorsssstttuuuuuuyyzzzAAAAAAACCEEEEEGIIIIILNNOOOOOOSSUUUUYZZ';
    v_raised constant text := U&'\2070\00B9\00B2\00B3\2074\2075\2076\2077\2078\2079';
    v_text text := staging_raw.decode_entities(staging_raw.decode_entities(p_text));
begin
    if strpos(v_text, '<') > 0 then
        v_text := regexp_replace(v_text, '<[^<>]*>', ' ', 'g');
    end if;
    v_text := translate(v_text, v_from, v_to);
    if translate(v_text, v_raised, '') <> v_text then
        -- Two raised digits after a number are cents, also after a space when the number has no cents; others are
        -- notes.
        v_text := regexp_replace(
            v_text, '([0-9][.,]?|(?<![.,\u00B7][0-9]?)[0-9] )([' || v_raised || ']{2})(?![' || v_raised || '])', '\1' || U&'\00B7' || '\2', 'g'
        );
        v_text := regexp_replace(v_text, '[., ](?=\u00B7[' || v_raised || '])', '', 'g');
        v_text := regexp_replace(v_text, '(?<!\u00B7)(?<!\u00B7[' || v_raised || '])[' || v_raised || ']', ' ', 'g');
        v_text := translate(v_text, v_raised, '0123456789');
    end if;
    return translate(v_text, v_accents, v_bare);
end;
$$;
comment on function staging_raw.price_text(text) is 'Price text without entities, tags and accents, with one kind of digits, spaces and dashes.';

-- Replaces full-width, Arabic, Persian and Devanagari digits and their separators by ASCII ones and all kinds of spaces
-- by plain ones, and removes marks that only control the direction of text.
create or replace function staging_raw.ascii_digits(p_text text)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when octet_length(p_text) = length(p_text) then p_text
        else translate(
            normalize(p_text, NFKC),
            U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F\066B\066C\2212'
            '\00AD\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2066\2067\2068\2069\FEFF\061C',
            '012345678901234567890123456789.,-'
        )
    end;
$$;
comment on function staging_raw.ascii_digits(text) is 'Text with digits of any script replaced by ASCII digits.';

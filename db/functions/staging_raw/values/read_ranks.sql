-- Best-seller ranks in a text of any shop, as an array of {rank, category}: "#1,234 in X (See Top 100 in X) #178 in Y",
-- "Nr. 1.234 in X", with the category first in languages that put it there, and without a space before the second rank.
-- A link to a list ends a rank. When a part of the text marks its ranks (#, Nr., no.), a number without a mark is not a
-- rank, so that "#5 in 3 in 1 Chargers" is one rank. The loops are over the two or three ranks of one page.
create or replace function staging_raw.read_ranks(p_text text)
returns jsonb
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text := left(p_text, 2000);
    v_links text;
    v_after text;
    v_before text;
    v_part text;
    v_rank text;
    v_match text[];
    v_ranks jsonb := jsonb_build_array();
    v_is_ascii boolean := octet_length(p_text) = length(p_text);
    v_mark constant text := '(?:#|\mn(?:r|o|um)?[.]?o?[.]?|\mposition) *';
    v_number constant text := '[0-9]+(?:[.,''][0-9]{2,3}| [0-9]{3}(?![0-9]))*';
    v_place constant text := U&'([0-9][0-9,]*) *\4F4D';
begin
    if not v_is_ascii then
        v_text := translate(
            v_text,
            U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9'
            '\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F\FF10\FF11\FF12\FF13\FF14\FF15\FF16\FF17\FF18\FF19'
            '\FF03\FF08\FF09\FF1A\FF0C\FF0E\2116\00BA\00B0\066C\066B\00A0\202F\2009\3000\200B\200E\200F\202A\202B\202C\202D\202E\2066\2067\2068\2069\FEFF\061C',
            '0123456789012345678901234567890123456789#():,.#oo,.    '
        );
    end if;
    if v_text !~ '[0-9]' then
        return v_ranks;
    end if;
    -- Most pages: "#1 in A (See Top 100 in A) #2 in B". Splitting at # is enough for them, and for texts without # in
    -- which a link ends each rank but the last.
    if v_is_ascii and strpos(v_text, '#') > 0
        or v_text ~ '^ *[0-9][0-9.,]* in [^0-9(#]*(?:[(]See Top 100 in [^()]*[)] *[0-9][0-9.,]* in [^0-9(#]*)*(?:[(]See Top 100 in [^()]*[)])?$' then
        v_text := case when strpos(v_text, '#') = 0 then '#' || ltrim(v_text) else v_text end;
        foreach v_part in array string_to_array(regexp_replace(
            v_text, '[(][^()]*\m100\M[^()]*[)]|See Top 100 in [^(#]*', '#', 'g'
        ), '#') loop
            v_match := regexp_match(v_part, '^ *([0-9][0-9.,]*)[[:space:]]+in[[:space:]]+(.*[^[:space:],;|(])');
            if v_match is not null then
                v_ranks := v_ranks || jsonb_build_object('rank', v_match[1], 'category', v_match[2]);
            elsif ascii(ltrim(v_part)) between 48 and 57 then
                -- A rank in another form: all of them are read below.
                v_ranks := '[]';
                exit;
            end if;
        end loop;
        if v_ranks <> '[]' then
            return v_ranks;
        end if;
    end if;
    select
        string_agg(p.phrase, '|') filter (where p.kind = 'rank_link'),
        string_agg(p.phrase, '|' order by length(p.phrase) desc) filter (where p.meaning = 'category after'),
        string_agg(p.phrase, '|') filter (where p.meaning = 'category before')
    into v_links, v_after, v_before
    from staging_raw.phrases as p
    where p.kind in ('rank_link', 'rank_in')
        and (not v_is_ascii or octet_length(p.phrase) = length(p.phrase));
    v_text := regexp_replace(
        v_text, '[(][^()]*(?:\m100\M|' || v_links || ')[^()]*(?:[(][^()]*[)][^()]*)*[)]|see top 100 in [^(#]*', chr(10), 'gi'
    );
    -- "#1 Best Seller in X" and "#5 of 1,000 in X" are ranks; "#1 New Release in X" and "Top 10 in X" are not.
    if v_text ~* 'best|vend|vent|releas|neuersch|nouveau|novit|noved|nieuw|nyhet|now[ao]|wish|gift|lan\u00E7a|yeni|top|[0-9] +(?:of|von|sur|su|de|van|av|z) +[0-9]' then
        v_text := regexp_replace(
            v_text,
            '(?:' || v_mark || ')?[0-9][0-9.,]* +(?:hot +)?(?:new +release|most +(?:wished|gifted)|wished +for|gift +idea|best[ -]?sellers?(?= *(?:[#\n]|$))|neuersch|nouveaut|novit|noved|nieuw|nyhet|nowo\u015B|lan\u00E7a|yeni)[^#\n]*|\mtopp? +[0-9]+ +[^#\n]*', '', 'gi'
        );
        v_text := regexp_replace(
            v_text,
            '([0-9]) +(?:best[ -]?sellers?|m\u00E1s vendidos?|mais vendidos?|meilleures? ventes?|pi\u00F9 vendut[oi]|best verkocht|b\u00E4sts\u00E4ljare|en \u00E7ok satan|(?:of|von|sur|su|de|van|av|z) +[0-9][0-9., ]*) +(?='
            || v_after || ')', '\1 ', 'gi'
        );
    end if;

    foreach v_part in array string_to_array(v_text, chr(10)) loop
        continue when v_part !~ '[0-9]';
        if not v_is_ascii and v_part ~ v_place then
            -- Japanese: "X - 1,234" and the sign for a place, or the place first and then X.
            if v_part ~ ('^[^0-9:]*:? *' || v_place) and v_part !~ ('[^[:space:]:] *[-' || U&'\2010-\2015\2500\30FC' || '] *' || v_place) then
                for v_match in
                    select regexp_matches(v_part, v_place || U&' *[-:\2010-\2015\2500]* *([^0-9][^\4F4D]*?) *(?=[0-9,]+ *\4F4D|$)', 'g')
                loop
                    v_ranks := v_ranks || jsonb_build_object('rank', v_match[1], 'category', btrim(v_match[2]));
                end loop;
            else
                for v_match in
                    select regexp_matches(
                        regexp_replace(v_part, '^[^0-9:]*: *', ''),
                        U&'([^[:space:]].*?)(?: *[-\2010-\2015\2500] *| +|\3067|\306E\4E2D\3067)' || v_place, 'g'
                    )
                loop
                    v_ranks := v_ranks || jsonb_build_object('rank', v_match[2], 'category', btrim(v_match[1]));
                end loop;
            end if;
            continue;
        end if;
        -- Chinese: "in X the 1,234th place".
        v_match := case when not v_is_ascii then regexp_match(
            regexp_replace(v_part, '^[^0-9:]*: *', ''),
            U&'^ *(?:\5728)? *(.+?) *(?:\5546\54C1)?[\91CC\4E2D\88E1] *(?:\6392\540D?)? *\7B2C *([0-9][0-9,]*)'
        ) end;
        if v_match is not null then
            v_ranks := v_ranks || jsonb_build_object('rank', v_match[2], 'category', v_match[1]);
            continue;
        end if;
        v_match := case when not v_is_ascii or v_part like '%kategori%' then regexp_match(
            regexp_replace(v_part, '^[^0-9:]*: *', ''),
            '^ *([^#]+?) +(?:' || v_before || ') +(?:en [^0-9#]* )?(?:' || v_mark || ')?(' || v_number || ')', 'i'
        ) end;
        if v_match is not null then
            v_ranks := v_ranks || jsonb_build_object('rank', v_match[2], 'category', v_match[1]);
            continue;
        end if;
        -- chr(1) before each rank and chr(2) before its category; after a mark the word between them is optional.
        if v_part ~* (v_mark || '[0-9]') then
            v_part := regexp_replace(
                v_part,
                v_mark || '(' || v_number || ')[.]?(?: +(?:' || v_after || ')(?![^[:space:]:]))?[ :' || U&'\2010-\2015\2500-' || ']*',
                chr(1) || '\1' || chr(2), 'gi'
            );
        else
            v_part := regexp_replace(
                v_part, '(?<!\min )(' || v_number || ')[.]? +(?:' || v_after || ')[ :]+', chr(1) || '\1' || chr(2), 'gi'
            );
        end if;
        foreach v_rank in array (string_to_array(v_part, chr(1)))[2:] loop
            v_ranks := v_ranks || jsonb_build_object(
                'rank', split_part(v_rank, chr(2), 1),
                'category', nullif(regexp_replace(
                    btrim(split_part(v_rank, chr(2), 2), ' ,;|(>'), ' (?:' || v_before || ')$', ''
                ), '')
            );
        end loop;
    end loop;
    return v_ranks;
end;
$$;
comment on function staging_raw.read_ranks(text) is 'Ranks and categories in a text, as an array; empty without any.';

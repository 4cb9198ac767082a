-- The character of an HTML entity, given as the part between & and ;: a name, #8377 or #x20AC. Null for unknown names
-- and for code points that a text cannot hold. 128 to 159 are read as browsers do: as Windows-1252.
create or replace function staging_raw.entity_character(p_entity text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    -- In the order of their code points, from 160 on.
    v_latin constant text[] := string_to_array(
        'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute '
        || 'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring '
        || 'AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml '
        || 'times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil '
        || 'egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash '
        || 'ugrave uacute ucirc uuml yacute thorn yuml', ' '
    );
    -- Each name with its code point.
    v_others constant text[] := string_to_array(
        'quot 34 amp 38 apos 39 lt 60 gt 62 OElig 338 oelig 339 Scaron 352 scaron 353 Zcaron 381 zcaron 382 '
        || 'Lstrok 321 lstrok 322 Sacute 346 sacute 347 Zacute 377 zacute 378 Zdot 379 zdot 380 Aogon 260 aogon 261 '
        || 'Eogon 280 eogon 281 Cacute 262 cacute 263 Nacute 323 nacute 324 Gbreve 286 gbreve 287 Scedil 350 scedil 351 '
        || 'Idot 304 inodot 305 circ 710 tilde 732 ensp 8194 emsp 8195 thinsp 8201 zwnj 8204 zwj 8205 lrm 8206 rlm 8207 '
        || 'ndash 8211 mdash 8212 lsquo 8216 rsquo 8217 sbquo 8218 ldquo 8220 rdquo 8221 bdquo 8222 dagger 8224 '
        || 'Dagger 8225 bull 8226 hellip 8230 permil 8240 prime 8242 Prime 8243 lsaquo 8249 rsaquo 8250 euro 8364 '
        || 'trade 8482 minus 8722 dollar 36 num 35 percnt 37 lpar 40 rpar 41 ast 42 plus 43 comma 44 period 46 sol 47 '
        || 'colon 58 semi 59 equals 61 quest 63 commat 64 lsqb 91 rsqb 93 excl 33 lowbar 95 Tab 9 NewLine 10', ' '
    );
    v_windows constant text := U&'\20AC\FFFD\201A\0192\201E\2026\2020\2021\02C6\2030\0160\2039\0152\FFFD\017D\FFFD'
        '\FFFD\2018\2019\201C\201D\2022\2013\2014\02DC\2122\0161\203A\0153\FFFD\017E\0178';
    v_code integer;
begin
    if p_entity ~ '^#0*[0-9]{1,7}$' then
        v_code := substr(p_entity, 2)::integer;
    elsif p_entity ~ '^#[xX]0*[0-9A-Fa-f]{1,6}$' then
        v_code := ('x' || lpad(ltrim(substr(p_entity, 3), '0'), 8, '0'))::bit(32)::integer;
    elsif p_entity ~ '^[A-Za-z]' then
        v_code := coalesce(
            159 + array_position(v_latin, p_entity),
            v_others[1 + array_position(v_others, p_entity)]::integer
        );
    end if;
    return case
        when v_code between 128 and 159 then substr(v_windows, v_code - 127, 1)
        when v_code between 1 and 55295 or v_code between 57344 and 1114111 then chr(v_code)
    end;
end;
$$;
comment on function staging_raw.entity_character(text) is 'Character of an HTML entity; null for an unknown one.';

-- Scraped text as a language model may see it: without control characters and characters that do not show, one line, 200 characters.
-- It goes into JSON as a value; nothing in it is an instruction.
create or replace function core.prompt_text(p_text text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select left(
        btrim(
            regexp_replace(
                regexp_replace(
                    p_text,
                    '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U000E0000-\U000E0FFF]',
                    '', 'g'
                ),
                '[\u0001-\u0020\u007F-\u00A0\u2028\u2029]+', ' ', 'g'
            )
        ),
        200
    );
$$;
comment on function core.prompt_text(text) is 'Scraped text for a language model: 200 characters, none of which is a control character or does not show.';

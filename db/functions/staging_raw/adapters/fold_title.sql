-- Reduces a title of an export to what its spellings have in common: "Impressions : nombre total", with a no-break space before the
-- colon, equals "Impressions: nombre total". The column folded_name of staging_raw.report_columns folds its names in the same way.
-- No SET clause: it must inline.
create or replace function staging_raw.fold_title(p_title text)
returns text
language sql
immutable
parallel safe
as $$
    select lower(translate(normalize(p_title, nfkc), U&' -:()/_.,''%\00AD\2010\2011\2013\2014\2019\200B\200E\200F\2060\FEFF', ''));
$$;
comment on function staging_raw.fold_title(text) is 'Title of an export without differences of spelling: case, spaces, punctuation, width.';

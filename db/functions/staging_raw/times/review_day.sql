-- The day in a line such as "Reviewed in Italy on February 2, 2024", "Rezension aus Deutschland vom 3. Januar 2024" or, in Japanese,
-- with the day first: whatever is written around it. Null without a day that staging_raw.parse_date reads, for one that has the order
-- of day and month open, and for an instant, which is of no day of the shop's.
create or replace function staging_raw.review_day(p_text text)
returns date
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_text text := staging_raw.ascii_digits(left(p_text, 300));
    v_found text;
    v_day date;
begin
    v_found := coalesce(
        substring(v_text from '(?<![0-9])[12][0-9]{3} ?\u5E74 ?[0-9]{1,2} ?\u6708 ?[0-9]{1,2} ?\u65E5'),
        substring(v_text from '(?<![0-9])[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?![0-9]|[T ][0-9]{2}:)'),
        substring(v_text from '(?<![0-9])[0-9]{1,2}(?:er|[.]|\u00BA|o)? (?:de )?[[:alpha:]]{3,12}[.]? (?:del? )?[12][0-9]{3}(?![0-9])'),
        substring(v_text from '\m[[:alpha:]]{3,12}[.]? [0-9]{1,2},? [12][0-9]{3}(?![0-9])'),
        substring(v_text from '(?<![0-9])[0-9]{1,2}[-/.][0-9]{1,2}[-/.][12][0-9]{3}(?![0-9])')
    );
    v_found := regexp_replace(v_found, '^([0-9]{1,2})(?:er|\u00BA|o) ', '\1 ');
    if v_found ~ '\u5E74' then
        v_found := replace(v_found, ' ', '');
    end if;
    select d.day into v_day from staging_raw.parse_date(replace(v_found, ' del ', ' de ')) as d where btrim(d.rest) = '';
    return v_day;
end;
$$;
comment on function staging_raw.review_day(text) is 'Day on which a review was written, from the line that says so; null when none can be read.';

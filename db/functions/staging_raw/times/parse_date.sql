-- Year, month and day at the beginning of a text, and the rest of it; null without a date there or for a day that does
-- not exist. Forms: 2026-11-20 with any separator, 20261120, 20.11.2026 (dots are European), 20 November 2026, Nov 20,
-- 2026, with or without a weekday. 20/11/2026 and 11/20/2026 when one number cannot be a month; else by p_date_order:
-- dmy, mdy, or '' for unknown, which gives null. A date that contradicts p_date_order is null too. Two-digit years are
-- not read.
create or replace function staging_raw.parse_date(
    p_text text,
    p_date_order text default ''
)
returns table (day date, rest text)
language plpgsql
immutable
strict
parallel safe
as $$
declare
    c_months constant text := 'jan ene gen sty oca |feb fev lut sub |mar mrz mae maa |apr avr abr kwi nis |may mai mag mei maj '
        '|jun giu cze haz |jul jui lug lip tem |aug aou ago agu sie |sep set wrz eyl |oct okt ott out paz eki |nov lis kas |dec dez dic gru ara ';
    v_text text := regexp_replace(btrim(p_text), '^[[:alpha:]]{2,12}[.,]? +(?=[[:alpha:]]{3,12}[.]? +[0-9]{1,2}|[0-9]{1,2}[. -]+[[:alpha:]])', '');
    v_parts text[];
    v_year integer;
    v_month integer;
    v_day integer;
    v_name text;
begin
    v_parts := regexp_match(v_text, '^([12][0-9]{3})[-/._ \u5E74]([0-9]{1,2})[-/._ \u6708]([0-9]{1,2})(?![0-9])\u65E5?(.*)$');
    if v_parts is null then
        v_parts := regexp_match(v_text, '^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])(.*)$');
    end if;
    if v_parts is not null then
        v_year := v_parts[1]::integer; v_month := v_parts[2]::integer; v_day := v_parts[3]::integer; rest := v_parts[4];
    else
        v_parts := regexp_match(v_text, '^([0-9]{1,2})([-/.])([0-9]{1,2})\2([12][0-9]{3})(?![0-9])(.*)$');
        if v_parts is not null then
            v_year := v_parts[4]::integer; rest := v_parts[5];
            v_day := v_parts[1]::integer; v_month := v_parts[3]::integer;
            if v_parts[2] <> '.' and (v_month > 12 or p_date_order = 'mdy') then
                v_day := v_parts[3]::integer; v_month := v_parts[1]::integer;
            end if;
            -- Both numbers can be a month and the order is unknown; or the text contradicts the known order.
            if v_parts[2] <> '.' and (
                p_date_order = '' and v_day <= 12 and v_day <> v_month
                or p_date_order = 'dmy' and v_parts[3]::integer > 12
                or p_date_order = 'mdy' and v_parts[1]::integer > 12
            ) then
                return;
            end if;
        else
            v_parts := regexp_match(v_text, '^([0-9]{1,2})[. -]+(?:de )?([[:alpha:]]{3,12})[. -]+(?:de )?([12][0-9]{3})(?![0-9])(.*)$');
            if v_parts is not null then
                v_day := v_parts[1]::integer; v_name := v_parts[2];
            else
                v_parts := regexp_match(v_text, '^([[:alpha:]]{3,12})[. ]+([0-9]{1,2})(?:st|nd|rd|th)?,? +([12][0-9]{3})(?![0-9])(.*)$');
                v_day := v_parts[2]::integer; v_name := v_parts[1];
            end if;
            v_year := v_parts[3]::integer; rest := v_parts[4];
            v_name := translate(lower(v_name), U&'\00E9\00FB\00E4\015B\017A\015F\015E\011F', 'euaszssg');
            -- Two French months begin alike.
            v_name := case when v_name like 'juin%' then 'jun' else left(v_name, 3) end;
            if strpos(c_months, v_name || ' ') > 0 then
                v_month := length(regexp_replace(split_part('|' || c_months, v_name || ' ', 1), '[^|]', '', 'g'));
            end if;
        end if;
    end if;
    if v_month between 1 and 12 and v_day between 1 and 28
        or v_month between 1 and 12
            and v_day between 29 and extract(day from make_date(v_year, v_month, 1) + interval '1 month' - interval '1 day') then
        day := make_date(v_year, v_month, v_day);
        return next;
    end if;
end;
$$;
comment on function staging_raw.parse_date(text, text) is 'Date at the beginning of a text and the rest of it; no row when none can be read.';

create or replace function ops.quality_sentence(
    p_measure ops.quality_measure,
    p_baseline numeric,
    p_min_days integer,
    p_min_rows integer
)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select concat(
        case p_measure.check_name
            when 'row_count' then format('%s products were observed in %s', p_measure.part, p_measure.marketplace)
            when 'received_count' then format('%s rows came from %s', p_measure.part, p_measure.subject)
            when 'null_share'
                then format('%s of %s rows of %s have no %s', p_measure.part, p_measure.whole, p_measure.marketplace, p_measure.subject)
            when 'coverage' then format(
                case
                    when p_measure.subject = 'observed days' then '%s of %s product days of the week were observed in %s'
                    else '%s of %s ' || p_measure.subject || ' were observed in %s'
                end,
                p_measure.part, p_measure.whole, p_measure.marketplace
            )
            when 'blocked_share'
                then format('%s of %s pages of %s from %s were blocked', p_measure.part, p_measure.whole, p_measure.marketplace, p_measure.subject)
            when 'parse_error_share'
                then format('%s of %s pages of %s from %s could not be parsed', p_measure.part, p_measure.whole, p_measure.marketplace, p_measure.subject)
            when 'reject_share'
                then format('%s of %s rows from %s were rejected', p_measure.part, p_measure.whole, p_measure.subject)
            else format('%s of %s rows from %s were duplicates', p_measure.part, p_measure.whole, p_measure.subject)
        end,
        ' on ', to_char(p_measure.date, 'FMDay YYYY-MM-DD'),
        case when p_measure.whole > 0 then format(' (%s %%)', round(100 * p_measure.part / p_measure.whole, 1)) end,
        case
            when p_baseline is null then format('; not enough history for a baseline (%s days)', p_min_days)
            when p_measure.whole is null then format('; usually %s', round(p_baseline))
            when p_measure.subject = 'tracked products' then '; expected: all of them'
            else format('; usually %s %%', round(100 * p_baseline, 1))
        end,
        case when coalesce(p_measure.whole, p_baseline, p_min_rows) < p_min_rows then '; too few to judge' end,
        '.'
    );
$$;
comment on function ops.quality_sentence(ops.quality_measure, numeric, integer, integer) is 'Part of check-data-quality: a measurement as a sentence.';

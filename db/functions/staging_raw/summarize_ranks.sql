-- Best-seller ranks from an array of {rank, category}, or where that is missing from text: "#1,234 in X (See Top 100 in X)
-- #178 in Y", also without # and without a blank before the second rank. The lowest rank is the one of the smallest category.
-- The loops are over the two or three ranks of one page: a query inside a function would cost five times as much.
create or replace function staging_raw.summarize_ranks(p_ranks jsonb, p_text text)
returns staging_raw.rank_summary
language plpgsql
immutable
parallel safe
as $$
declare
    v_summary staging_raw.rank_summary;
    v_ranks jsonb := p_ranks;
    v_count integer;
    v_text text;
    v_part text;
    v_match text[];
    v_rank bigint;
begin
    v_count := case when jsonb_typeof(v_ranks) = 'array' then jsonb_array_length(v_ranks) else 0 end;
    if v_count = 0 and p_text is not null then
        -- Every rank gets a # before it and every "See Top 100" becomes one, so that # is the only separator left.
        v_text := regexp_replace(left(p_text, 2000), '[(][^()]*\m100\M[^()]*[)]|See Top 100 in [^(#]*', '#', 'g');
        v_text := regexp_replace(v_text, '(?:Nr[.] *)?([0-9][0-9.,]*[[:space:]]+in[[:space:]])', '#\1', 'g');
        v_ranks := '[]';
        foreach v_part in array string_to_array(v_text, '#') loop
            v_match := regexp_match(v_part, '^([0-9.,]+)[[:space:]]+in[[:space:]]+(.*[^[:space:]])');
            if v_match is not null then
                v_ranks := v_ranks || jsonb_build_object('rank', v_match[1], 'category', v_match[2]);
            end if;
        end loop;
        v_count := jsonb_array_length(v_ranks);
    end if;

    for v_place in 0 .. v_count - 1 loop
        v_rank := staging_raw.parse_count(v_ranks -> v_place ->> 'rank');
        continue when v_rank is null;
        if v_summary.bsr_main is null then
            v_summary.bsr_main := v_rank;
            v_summary.bsr_data := '[]';
        end if;
        if v_summary.bsr is null or v_rank < v_summary.bsr then
            v_summary.bsr := v_rank;
            v_summary.bsr_category := v_ranks -> v_place ->> 'category';
        end if;
        v_summary.bsr_data := v_summary.bsr_data
            || jsonb_build_object('rank', v_rank, 'category', v_ranks -> v_place -> 'category');
    end loop;
    return v_summary;
end;
$$;
comment on function staging_raw.summarize_ranks(jsonb, text) is 'Lowest rank with its category, first rank, and all of them; nulls when none is shown.';

-- Summarizes best-seller ranks from an array of {rank, category}, or else from a text, see staging_raw.read_ranks. The
-- lowest rank is that of the smallest category; 0 and less are no ranks. The loop is over the two or three ranks of one
-- page: a query inside a function would cost five times as much.
create or replace function staging_raw.summarize_ranks(p_ranks jsonb, p_text text)
returns staging_raw.rank_summary
language plpgsql
stable
parallel safe
as $$
declare
    v_summary staging_raw.rank_summary;
    v_ranks jsonb := p_ranks;
    v_count integer;
    v_rank bigint;
begin
    v_count := case when jsonb_typeof(v_ranks) = 'array' then jsonb_array_length(v_ranks) else 0 end;
    if v_count > 0 and jsonb_typeof(v_ranks -> 0) = 'string' then
        v_ranks := staging_raw.read_ranks(replace(v_ranks ->> 0, chr(10), ' ') || coalesce(chr(10) || (v_ranks ->> 1), '')
            || coalesce(chr(10) || (v_ranks ->> 2), '') || coalesce(chr(10) || (v_ranks ->> 3), ''));
        v_count := jsonb_array_length(v_ranks);
    elsif v_count = 0 and jsonb_typeof(v_ranks) = 'object' then
        -- {category: rank}: its keys have no order, and the rank in the main category is the highest.
        v_ranks := case
            when v_ranks ? 'rank' then jsonb_build_array(v_ranks)
            else (
                select jsonb_agg(
                    jsonb_build_object('rank', said.rank, 'category', said.category) order by staging_raw.parse_rank(said.rank) desc nulls last
                )
                from jsonb_each_text(v_ranks) as said (category, rank)
            )
        end;
        v_count := coalesce(jsonb_array_length(v_ranks), 0);
    elsif v_count = 0 and p_text is not null then
        v_ranks := staging_raw.read_ranks(p_text);
        v_count := jsonb_array_length(v_ranks);
    end if;

    for v_place in 0 .. v_count - 1 loop
        v_rank := staging_raw.parse_rank(v_ranks -> v_place ->> 'rank');
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
comment on function staging_raw.summarize_ranks(jsonb, text) is 'Lowest rank with its category, first rank, and all of them; nulls without any.';

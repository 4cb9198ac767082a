-- Why a language model's answer about a report must not be published; no row: it may be. p_sections are those that were asked for. All
-- that the text can get wrong and a figure can show is refused; what no check sees is in docs/operations/report-prose.md.
create or replace function core.prose_faults(
    p_answer jsonb,
    p_evidence jsonb,
    p_sections text[]
)
returns table (code text, detail text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query select f.code, f.detail from core.prose_shape_faults(p_answer, p_sections) as f;
    if found then
        -- Its texts are not read: they can be of any number and length.
        return;
    end if;
    return query
    select f.code, f.detail from core.prose_text_faults(p_answer) as f
    union all
    select f.code, f.detail from core.prose_slot_faults(p_answer, p_evidence) as f
    union all
    select f.code, f.detail from core.prose_measure_faults(p_answer, p_evidence) as f
    union all
    select f.code, f.detail from core.prose_direction_faults(p_answer, p_evidence) as f
    union all
    select f.code, f.detail from core.prose_name_faults(p_answer) as f;
end;
$$;
comment on function core.prose_faults(jsonb, jsonb, text[]) is 'Why a language model''s answer about a report is refused: one row per fault, none if it may be published.';

-- The sections of a report by rules: every sentence with its template, its text, and the claims in it. A sentence whose claims are
-- not all there is left out.
create or replace function core.report_summary(
    p_evidence jsonb,
    p_asin_main text
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
declare
    v_values jsonb;
    v_texts jsonb := core.claim_texts(p_evidence);
    v_rivals text[];
    v_summary jsonb;
begin
    select jsonb_object_agg(c.claim ->> 'id', c.claim -> 'value') into v_values
    from jsonb_array_elements(p_evidence) as c (claim);
    v_values := coalesce(v_values, '{}');
    v_rivals := array(
        select c.claim ->> 'asin'
        from jsonb_array_elements(p_evidence) as c (claim)
        where c.claim ->> 'metric' = 'title' and c.claim ->> 'asin' <> p_asin_main
        order by 1
    );
    with sentences as (
        select s.* from core.standing_sentences(v_values, p_asin_main, v_rivals) as s
        union all
        select s.* from core.quality_sentences(v_values, p_asin_main, v_rivals) as s
        union all
        select s.* from core.conclusion_sentences(v_values, p_asin_main, v_rivals) as s
        union all
        select s.* from core.listing_sentences(v_values, p_asin_main, v_rivals) as s
        union all
        select s.* from core.change_sentences(v_values, p_asin_main, v_rivals) as s
    ),
    cited as (
        select s.section, s.place, s.tone, s.template, slots.claims
        from sentences as s
        cross join lateral (
            select array_agg(distinct regexp_replace(m.slot[1], '\|abs$', '')) as claims
            from regexp_matches(s.template, '\{([^}]+)\}', 'g') as m (slot)
        ) as slots
        where v_values ?& slots.claims
    ),
    written as (
        select
            c.section,
            jsonb_agg(
                jsonb_build_object(
                    'template', c.template, 'text', core.fill_template(c.template, v_texts), 'claims', to_jsonb(c.claims), 'tone', c.tone
                )
                order by c.place
            ) as sentences
        from cited as c
        group by c.section
    )
    select jsonb_object_agg(w.section, w.sentences) into v_summary from written as w;
    return coalesce(v_summary, '{}');
end;
$$;
comment on function core.report_summary(jsonb, text) is 'Sections and sentences of a competition report by rules.';

-- Faults of slots: braces that do not pair, unknown ids, slots that touch letters or other slots (two figures side by side read as a
-- third), sentences without a fact, and figures of another product than the one that is named: a value belongs to the name before it in
-- its clause, a difference to clauses that name no third product.
create or replace function core.prose_slot_faults(
    p_answer jsonb,
    p_evidence jsonb
)
returns table (code text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with claims as materialized (
        select
            c.claim ->> 'id' as id, c.claim ->> 'asin' as asin, c.claim ->> 'asin_comp' as asin_comp,
            coalesce(c.claim ->> 'metric' in ('title', 'brand'), false) as is_name, d.sign is not null as is_signed
        from jsonb_array_elements(p_evidence) as c (claim)
        cross join lateral core.claim_direction(c.claim) as d
    ),
    slots as materialized (
        select t.section, t.sentence_no, t.place, t.clause, t.token, t.is_absolute, c.id, c.asin, c.asin_comp, c.is_name, c.is_signed
        from core.prose_tokens(p_answer) as t
        left join claims as c on c.id = t.token
        where t.kind = 'slot'
    ),
    named as materialized (
        select
            s.*,
            array_agg(s.asin) filter (where s.is_name) over (partition by s.section, s.sentence_no, s.clause) as clause_names,
            array_agg(s.asin) filter (where s.is_name) over (partition by s.section, s.sentence_no) as names,
            -- The name before it in its clause, else the first one of the clause.
            coalesce(
                (
                    array_agg(s.asin) filter (where s.is_name) over (
                        partition by s.section, s.sentence_no, s.clause order by s.place desc
                        rows between 1 following and unbounded following
                    )
                )[1],
                (array_agg(s.asin) filter (where s.is_name) over (partition by s.section, s.sentence_no, s.clause order by s.place
                    rows between unbounded preceding and unbounded following))[1]
            ) as nearest
        from slots as s
        where s.id is not null
    )
    select 'slot_malformed', format('%s, sentence %s: its braces do not pair.', t.section, t.sentence_no)
    from core.prose_templates(p_answer) as t
    where regexp_replace(t.template, '\{[^{}]*\}', '', 'g') ~ '[{}]'
    union all
    select 'slot_joined', format('%s, sentence %s: a slot touches a letter, a sign or another slot.', t.section, t.sentence_no)
    from core.prose_templates(p_answer) as t
    where t.template ~ '[^\s("\u201C]\{|\}\s*\{|\}(?!(''s|\u2019s)?([\s.,;:!?)"\u201D]|$))|\}[.,:]\S'
    union all
    select 'slot_unknown', format('%s, sentence %s: there is no claim {%s}.', s.section, s.sentence_no, left(s.token, 60))
    from slots as s where s.id is null
    union all
    select 'slot_malformed', format('%s, sentence %s: {%s} has no sign that |abs could leave out.', s.section, s.sentence_no, s.token)
    from slots as s where s.is_absolute and not s.is_signed
    union all
    select 'no_claim', format('%s, sentence %s: it states nothing that a claim shows.', t.section, t.sentence_no)
    from core.prose_templates(p_answer) as t
    where not exists (
        select from slots as s where s.section = t.section and s.sentence_no = t.sentence_no and not s.is_name
    )
    union all
    select 'wrong_product', format('%s, sentence %s: {%s} is not clearly of the product that is named.', n.section, n.sentence_no, n.id)
    from named as n
    where not n.is_name and n.asin is not null and n.names is not null
        and case
            when n.asin_comp is null and n.nearest is not null then n.nearest <> n.asin
            when n.asin_comp is null then not array[n.asin] @> n.names
            when n.clause_names is not null then not array[n.asin, n.asin_comp] @> n.clause_names
            else n.asin_comp <> all (n.names) and not array[n.asin] @> n.names
        end
    group by n.section, n.sentence_no, n.id;
$$;
comment on function core.prose_slot_faults(jsonb, jsonb) is 'Faults of the slots in a language model''s templates: unknown, joined, none, or of another product than the clause names.';

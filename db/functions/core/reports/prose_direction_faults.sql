-- Faults of comparisons. A comparing word needs a figure that is a difference or a change, in its clause or else in its sentence, and the
-- sign of that figure must be what the word says of the product that it is said of: the one product named before it in its clause, or
-- the one that an earlier clause is about. Between the two stand plain words alone, so that "faces a rival that is cheaper" is no
-- statement about the rival that is read as one about the product. What cannot be read so is refused, not guessed. Beside such a word a
-- figure has no minus.
create or replace function core.prose_direction_faults(
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
            coalesce(c.claim ->> 'metric' in ('title', 'brand'), false) as is_name, d.measure, d.sign, d.better
        from jsonb_array_elements(p_evidence) as c (claim)
        cross join lateral core.claim_direction(c.claim) as d
    ),
    tokens as materialized (
        select
            t.*, c.asin, c.asin_comp, c.measure, c.sign, c.better, coalesce(c.is_name, false) as is_name,
            coalesce(t.word_kind in ('value', 'price', 'quality', 'equal', 'unproven'), false) as is_comparing,
            coalesce(
                bool_or(t.word_kind in ('value', 'price', 'quality', 'equal', 'comparand')) over (
                    partition by t.section, t.sentence_no, t.clause order by t.place rows between unbounded preceding and 1 preceding
                ),
                false
            ) as is_after_comparison,
            coalesce(bool_or(t.word_kind = 'negation') over (partition by t.section, t.sentence_no, t.clause), false) as is_negated,
            -- The clause of the comparing word that a figure without one of its own is read with: "cheaper than A by x and B by y".
            max(t.clause) filter (where t.word_kind in ('value', 'price', 'quality', 'equal')) over (
                partition by t.section, t.sentence_no order by t.clause
            ) as governing,
            coalesce(
                bool_or(
                    t.kind = 'word' and coalesce(t.word_kind, '') not in ('bridge', 'conjunction', 'value', 'price', 'quality', 'equal')
                ) over (
                    partition by t.section, t.sentence_no, t.clause order by t.place rows between unbounded preceding and 1 preceding
                ),
                false
            ) as is_after_other_word
        from core.prose_tokens(p_answer) as t
        left join claims as c on t.kind = 'slot' and c.id = t.token
    ),
    compared as materialized (
        select
            w.section, w.sentence_no, w.place, w.clause, w.token, w.word_kind, w.word_sign, w.is_negated, w.is_after_other_word,
            f.is_proven, f.product_count, f.product, f.figures
        from tokens as w
        cross join lateral (
            select
                count(distinct n.asin) filter (where n.clause = w.clause) as product_count,
                (array_agg(n.asin order by n.place desc))[1] as product
            from tokens as n
            where n.section = w.section and n.sentence_no = w.sentence_no and n.place < w.place and n.is_name and not n.is_after_comparison
        ) as s
        cross join lateral (
            -- Figures that are read with it, where there are any that fit, else those of its sentence.
            select s.product_count, s.product, coalesce(
                bool_and(g.is_right) filter (where g.governing = w.clause), bool_and(g.is_right)
            ) as is_proven, coalesce(array_agg(g.place) filter (where g.governing = w.clause), '{}') as figures
            from (
                select n.place, n.governing, coalesce(
                    case when w.word_kind = 'quality' then n.better else n.sign end
                    = w.word_sign * case s.product when n.asin then 1 when n.asin_comp then -1 end, false
                ) as is_right
                from tokens as n
                where n.section = w.section and n.sentence_no = w.sentence_no and n.sign is not null
                    and case w.word_kind
                        when 'value' then n.measure <> 'rank'
                        when 'price' then n.measure = 'price'
                        when 'quality' then n.better is not null
                        else true
                    end
            ) as g
        ) as f
        where w.is_comparing
    )
    select
        case
            when c.word_kind = 'unproven' or c.is_proven is null then 'direction_unproven'
            when c.product_count > 1 or c.product is null or c.is_negated or c.is_after_other_word then 'direction_unclear'
            else 'direction_wrong'
        end,
        format('%s, sentence %s: "%s" ', c.section, c.sentence_no, left(c.token, 40)) || case
            when c.word_kind = 'unproven' then 'says what no claim shows.'
            when c.is_proven is null then 'has no figure of a difference that it fits to.'
            when c.is_negated then 'is negated.'
            when c.product_count > 1 or c.product is null or c.is_after_other_word then 'is not clearly said of one product.'
            else 'contradicts the sign of its figure.'
        end
    from compared as c
    where c.word_kind = 'unproven' or c.is_proven is null or not c.is_proven or c.product_count > 1 or c.product is null
        or c.is_negated or c.is_after_other_word
    union all
    select 'sign_twice', format('%s, sentence %s: {%s} prints a minus beside a word that compares; write {%s|abs}.', n.section, n.sentence_no, n.token, n.token)
    from tokens as n
    where n.sign = -1 and not n.is_absolute
        and exists (
            select from compared as c
            where c.section = n.section and c.sentence_no = n.sentence_no and c.clause = n.clause
        )
    group by n.section, n.sentence_no, n.token
    union all
    select 'direction_unproven', format('%s, sentence %s: no word says the direction of {%s|abs}.', n.section, n.sentence_no, n.token)
    from tokens as n
    where n.is_absolute and n.sign <> 0
        and not exists (
            select from compared as c
            where c.section = n.section and c.sentence_no = n.sentence_no and n.place = any (c.figures)
        )
    group by n.section, n.sentence_no, n.token;
$$;
comment on function core.prose_direction_faults(jsonb, jsonb) is 'Comparing words in a language model''s templates that contradict their figure, have none, or are not clearly said of one product.';

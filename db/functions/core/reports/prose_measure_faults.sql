-- Figures in a clause that speaks of something else: a price that is called a rating, a difference of reviews that something "costs".
-- A clause without such a word may have any figure. Of stock a sentence speaks only with a figure of it, and as that says.
create or replace function core.prose_measure_faults(
    p_answer jsonb,
    p_evidence jsonb
)
returns table (code text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with tokens as materialized (
        select
            t.section, t.sentence_no, t.clause, t.kind, t.token, c.measure,
            case
                when t.kind <> 'word' then null
                when lower(t.token) ~ '^(price[sd]?|pricing|costs?|costing|cheaper|dearer|costlier|pricier)$' then array['price']
                when lower(t.token) ~ '^(rating|rated|rates|stars?)$' then array['rating']
                when lower(t.token) = 'ratings' then array['rating', 'reviews']
                when lower(t.token) ~ '^(reviews?|reviewed)$' then array['reviews']
                when lower(t.token) ~ '^(ranks?|ranked|ranking|outranks?|outranking)$' then array['rank']
                when lower(t.token) ~ '^scores?$' then array['score']
            end as spoken_of
        from core.prose_tokens(p_answer) as t
        left join (
            select c.claim ->> 'id' as id, d.measure
            from jsonb_array_elements(p_evidence) as c (claim)
            cross join lateral core.claim_direction(c.claim) as d
            where c.claim ->> 'metric' not in ('title', 'brand') and d.measure <> 'other' and jsonb_typeof(c.claim -> 'value') = 'number'
        ) as c on t.kind = 'slot' and c.id = t.token
    )
    select 'wrong_measure', format('%s, sentence %s: its clause does not speak of what {%s} measures.', f.section, f.sentence_no, f.token)
    from tokens as f
    where f.measure is not null
        and exists (
            select from tokens as w
            where w.section = f.section and w.sentence_no = f.sentence_no and w.clause = f.clause and w.spoken_of is not null
        )
        and not exists (
            select from tokens as w
            where w.section = f.section and w.sentence_no = f.sentence_no and w.clause = f.clause and f.measure = any (w.spoken_of)
        )
    group by f.section, f.sentence_no, f.token
    union all
    select
        case when s.is_stated then 'direction_wrong' else 'wrong_measure' end,
        format('%s, sentence %s: it speaks of stock ', s.section, s.sentence_no)
            || case when s.is_stated then 'otherwise than its claim.' else 'without a claim of it.' end
    from (
        select
            t.section, t.sentence_no, count(c.claim) > 0 as is_stated,
            coalesce(bool_or(c.claim ->> 'metric' = 'in_stock' and c.claim -> 'value' = to_jsonb(
                t.template ~* '\m(out\s+of\s+stock|sold\s+out|unavailable|no\s+stock|not)\M'
            )), false) as is_wrong
        from core.prose_templates(p_answer) as t
        left join jsonb_array_elements(p_evidence) as c (claim)
            on c.claim ->> 'metric' ~ 'stock' and strpos(t.template, '{' || (c.claim ->> 'id') || '}') > 0
        where t.template ~* '\m(stock|available|unavailable|availability|inventory|sold)\M'
        group by t.section, t.sentence_no, t.template
    ) as s
    where not s.is_stated or s.is_wrong;
$$;
comment on function core.prose_measure_faults(jsonb, jsonb) is 'Figures in a language model''s templates whose clause speaks of another measure.';

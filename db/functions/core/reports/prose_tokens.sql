-- The words, slots and breaks of templates, in order, with the clause that they stand in. A clause ends at a comma, stop, colon,
-- semicolon or dash, and before a conjunction. Comparisons of two words are one: less expensive is cheaper. A slot {id|abs} is the slot
-- of id, printed without its sign.
create or replace function core.prose_tokens(p_answer jsonb)
returns table (
    section text, sentence_no integer, place bigint, clause bigint, kind text, token text, is_absolute boolean, word_kind text,
    word_sign integer
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        k.section, k.sentence_no, k.place,
        count(*) filter (where k.kind = 'break' or w.kind = 'conjunction')
            over (partition by k.section, k.sentence_no order by k.place),
        k.kind, k.token, k.is_absolute, w.kind, w.sign
    from (
        select
            t.section, t.sentence_no, p.place,
            case when p.part[1] is not null then 'slot' when p.part[2] is not null then 'word' else 'break' end as kind,
            coalesce(p.part[1] ~ '\|abs$', false) as is_absolute,
            coalesce(regexp_replace(p.part[1], '\|abs$', ''), replace(p.part[2], U&'\2019', ''''), p.part[3]) as token
        from core.prose_templates(p_answer) as t
        cross join lateral regexp_replace(
            regexp_replace(t.template, '\m(less\s+(expensive|costly|pricey)|more\s+affordable)\M', 'cheaper', 'gi'),
            '\m(more\s+(expensive|costly|pricey)|less\s+affordable)\M', 'dearer', 'gi'
        ) as n (template)
        cross join lateral regexp_matches(
            n.template,
            '\{([^{}]*)\}|([A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF][A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF''\u2019-]*)|([.,:;!?\u2013\u2014])',
            'g'
        ) with ordinality as p (part, place)
    ) as k
    left join core.prose_words as w on k.kind = 'word' and w.word = lower(k.token);
$$;
comment on function core.prose_tokens(jsonb) is 'Words, slots and breaks of a language model''s templates, with the kind of each word in core.prose_words.';

-- Names outside slots. There is no list of all names, so the words that are allowed are listed: a word with a capital letter is refused
-- unless it stands at the start of a sentence and is one of core.prose_words. In small letters the brands that this database knows are
-- refused, unless the brand is called by a plain word. And ASINs.
create or replace function core.prose_name_faults(p_answer jsonb)
returns table (code text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with tokens as materialized (
        select
            t.section, t.sentence_no, t.place, t.kind, t.token, t.word_kind, regexp_replace(lower(t.token), '''s?$', '') as word,
            t.token ~ '^[A-Z\u00C0-\u00D6\u00D8-\u00DE]|[^-A-Z][A-Z]' as is_capital,
            coalesce(
                lag(t.token) over (partition by t.section, t.sentence_no order by t.place) ~ '^[.!?]$'
                    and lag(t.kind) over (partition by t.section, t.sentence_no order by t.place) = 'break',
                true
            ) as is_first
        from core.prose_tokens(p_answer) as t
    ),
    words as materialized (
        select
            t.section, t.sentence_no, t.place, t.token, t.word, t.word_kind,
            t.is_capital and t.word_kind is distinct from 'name'
                and not (t.is_first and t.word_kind is not null and t.token ~ '^.[^A-Z\u00C0-\u00D6\u00D8-\u00DE]*$') as is_name,
            t.place - row_number() over (partition by t.section, t.sentence_no order by t.place) as run
        from tokens as t where t.kind = 'word'
    ),
    phrases as materialized (
        select w.section, w.sentence_no, w.token as phrase, w.word as words
        from words as w where w.word_kind is null
        union
        select w.section, w.sentence_no, string_agg(v.token, ' ' order by v.place), string_agg(v.word, ' ' order by v.place)
        from words as w
        cross join generate_series(2, 4) as n (size)
        inner join words as v
            on v.section = w.section and v.sentence_no = w.sentence_no and v.run = w.run
                and v.place between w.place and w.place + n.size - 1
        group by w.section, w.sentence_no, w.place, n.size
        having count(*) = n.size
    ),
    brands as materialized (
        select lower(p.brand) as name from core.products as p where lower(p.brand) = any (array(select f.words from phrases as f))
        union
        select lower(b.brand_name) from core.brands as b where lower(b.brand_name) = any (array(select f.words from phrases as f))
    )
    select 'name', format('%s, sentence %s: "%s" may be a name; names are slots.', w.section, w.sentence_no, left(w.token, 40))
    from words as w where w.is_name
    union
    select 'name', format('%s, sentence %s: "%s" is a brand; names are slots.', f.section, f.sentence_no, left(f.phrase, 40))
    from phrases as f
    inner join brands as b on b.name = f.words
    union
    select 'name', format('%s, sentence %s: it has an ASIN outside a slot.', t.section, t.sentence_no)
    from core.prose_templates(p_answer) as t
    where regexp_replace(t.template, '\{[^{}]*\}', ' ', 'g') ~* '\m(B0[A-Z0-9]{8}|[0-9]{9}[0-9X])\M';
$$;
comment on function core.prose_name_faults(jsonb) is 'Names of products and brands that stand outside slots in a language model''s templates.';

-- Names outside slots: a word with a capital letter within a sentence, a first word that is a brand or begins the title of a product
-- that this database knows, a known brand in any writing, an ASIN. Plain words of core.prose_words may begin a sentence even if a brand
-- is called so.
create or replace function core.prose_name_faults(p_answer jsonb)
returns table (code text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with tokens as materialized (
        select
            t.*, regexp_replace(lower(t.token), '''s?$', '') as word,
            t.token ~ '^[A-Z\u00C0-\u00D6\u00D8-\u00DE]|[a-z][A-Z]' as is_capital,
            coalesce(
                lag(t.token) over (partition by t.section, t.sentence_no order by t.place) ~ '^[.!?:]$'
                    and lag(t.kind) over (partition by t.section, t.sentence_no order by t.place) = 'break',
                true
            ) as is_first
        from core.prose_tokens(p_answer) as t
    ),
    words as materialized (
        select
            t.section, t.sentence_no, t.place, t.token, t.word, t.word_kind, t.is_capital, t.is_first,
            t.place - row_number() over (partition by t.section, t.sentence_no order by t.place) as run
        from tokens as t where t.kind = 'word'
    ),
    phrases as materialized (
        select w.section, w.sentence_no, w.token, w.word, 1 as size, w.word_kind is not null and not (w.is_capital and not w.is_first) as is_plain
        from words as w
        union all
        select w.section, w.sentence_no, string_agg(v.token, ' ' order by v.place), string_agg(v.word, ' ' order by v.place), n.size, false
        from words as w
        cross join generate_series(2, 4) as n (size)
        inner join words as v
            on v.section = w.section and v.sentence_no = w.sentence_no and v.run = w.run and v.place between w.place and w.place + n.size - 1
        group by w.section, w.sentence_no, w.place, n.size
        having count(*) = n.size
    ),
    known as materialized (
        select lower(p.brand) as name, false as is_title
        from core.products as p
        where lower(p.brand) = any (array(select f.word from phrases as f where not f.is_plain))
        union
        select lower(b.brand_name), false
        from core.brands as b
        where lower(b.brand_name) = any (array(select f.word from phrases as f where not f.is_plain))
        union
        select lower(split_part(p.title, ' ', 1)), true
        from core.products as p
        where lower(split_part(p.title, ' ', 1)) = any (array(select w.word from words as w where w.is_first and w.is_capital))
    )
    select 'name', format('%s, sentence %s: "%s" looks like a name; names are slots.', w.section, w.sentence_no, left(w.token, 40))
    from words as w
    where w.is_capital and not w.is_first and w.word_kind is distinct from 'name'
    union
    select 'name', format('%s, sentence %s: "%s" is a brand; names are slots.', f.section, f.sentence_no, left(f.token, 40))
    from phrases as f
    inner join known as k on k.name = f.word and not k.is_title
    where not f.is_plain
    union
    select 'name', format('%s, sentence %s: "%s" begins the title of a product; names are slots.', w.section, w.sentence_no, left(w.token, 40))
    from words as w
    inner join known as k on k.name = w.word and k.is_title
    where w.is_first and w.is_capital and w.word_kind is null
    union
    select 'name', format('%s, sentence %s: it has an ASIN outside a slot.', t.section, t.sentence_no)
    from core.prose_templates(p_answer) as t
    where regexp_replace(t.template, '\{[^{}]*\}', ' ', 'g') ~* '\m(B0[A-Z0-9]{8}|[0-9]{9}[0-9X])\M';
$$;
comment on function core.prose_name_faults(jsonb) is 'Names of products and brands that stand outside slots in a language model''s templates.';

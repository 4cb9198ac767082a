-- Faults of the text outside slots: figures in any writing, addresses, markup, and every character that is no letter of Western Europe,
-- blank or plain punctuation. So no other script's digits, fractions, superscripts, look-alike letters or characters that do not show.
create or replace function core.prose_text_faults(p_answer jsonb)
returns table (code text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with texts as materialized (
        select
            format('%s, sentence %s: ', t.section, t.sentence_no) as place, t.template,
            regexp_replace(t.template, '\{[^{}]*\}', '{}', 'g') as outside
        from core.prose_templates(p_answer) as t
    ),
    numbers as materialized (
        select '^((' || string_agg(w.word, '|') || ')-?)+(s|st|nd|rd|th|ths|ish|some|fold|ly)?$' as pattern
        from core.prose_words as w where w.kind = 'number'
    ),
    patterns (code, pattern, sentence) as (
        values
            ('digit', '[0-9\u00B2\u00B3\u00B9\u00BC-\u00BE\u0660-\u0669\u06F0-\u06F9\u07C0-\u07C9\u0966-\u096F\u09E6-\u09EF\u0E50-\u0E59\u2070-\u2089\u2150-\u218B\u2460-\u249B\u24EA-\u24FF\u2776-\u2793\u3007\u3021-\u3029\u3220-\u3229\u4E00\u4E8C\u4E09\u56DB\u4E94\u516D\u4E03\u516B\u4E5D\u5341\u767E\u5343\u4E07\uFF10-\uFF19\U0001D7CE-\U0001D7FF]', 'it has a digit outside a slot.'),
            ('url', 'https?|www[. ]|://|[A-Za-z]:\S|[A-Za-z]\.[A-Za-z]{2}|\mdot\s+[A-Za-z]{2,4}\M', 'it has an address.'),
            ('email', '@|\mat\s+[A-Za-z]+\s+dot\M', 'it has an e-mail address.'),
            ('markup', '[]<>[*_`#|~\\]|&[A-Za-z#]', 'it has markup.'),
            ('character', '[^]A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF .,;:!?()''"\u2019\u201C\u201D\u2013\u2014<>[*_`#|~\\@{}0-9-]', 'it has a character that a sentence does not need.'),
            ('character', '(^|[^A-Za-z])([A-Za-z] ){2,}[A-Za-z]([^A-Za-z]|$)', 'it has a word written letter by letter.'),
            ('blank', '^\s*$', 'it is empty.')
    )
    select p.code, t.place || p.sentence
    from texts as t
    inner join patterns as p on t.outside ~ p.pattern
    union all
    select 'number_word', format('%s, sentence %s: "%s" is a number word.', k.section, k.sentence_no, left(k.token, 40))
    from (
        select t.section, t.sentence_no, t.token, lower(f.form) as form
        from core.prose_tokens(p_answer) as t
        cross join lateral unnest(
            regexp_split_to_array(t.token, '[-'']') || replace(replace(t.token, '-', ''), '''', '')
        ) as f (form)
        where t.kind = 'word'
    ) as k
    cross join numbers as n
    where k.form ~ n.pattern
    group by k.section, k.sentence_no, k.token
    union all
    select 'number_word', format('%s, sentence %s: "%s" is a Roman numeral.', k.section, k.sentence_no, left(k.token, 40))
    from core.prose_tokens(p_answer) as k
    cross join lateral regexp_split_to_table(k.token, '[-'']') as f (form)
    where k.kind = 'word' and (f.form ~ '^[IVXLCDM]+$' or f.form ~ '^[ivx]{2,}$')
    group by k.section, k.sentence_no, k.token;
$$;
comment on function core.prose_text_faults(jsonb) is 'Faults of a language model''s templates outside their slots: figures, addresses, markup, characters.';

begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(6);

select is_empty(
    $$
        select f.* from core.prose_faults(
            pg_temp.answer(
                '{title:B0MAIN0001} is dearer than {title:B0COMP0001}: the difference is {price_diff:B0COMP0001}.',
                '{title:B0COMP0002} costs {price:B0COMP0002}.'
            ), pg_temp.evidence(), '{position}'
        ) as f
    $$,
    'a right answer has no fault'
);
select results_eq(
    $$select f.code from core.prose_faults(pg_temp.answer('It has 5.', 'x {y}') || '{"note": 1}', pg_temp.evidence(), '{position}') as f$$,
    array['not_as_asked'], 'of an answer in another shape the texts are not read'
);
select results_eq(
    $$
        select distinct f.code
        from core.prose_faults(pg_temp.answer('{title:B0MAIN0001} costs {price:B0COMP0002}, and Thermos is cheaper by 5.'), pg_temp.evidence(), '{position}') as f
        order by 1
    $$,
    array['digit', 'direction_unproven', 'name', 'wrong_product'], 'an answer has all of its faults'
);

-- Hostile texts: what must not be published, put into right sentences in many places and writings.
create temp table carriers as
select c.template
from unnest(array[
    '{title:B0MAIN0001} costs {price:B0MAIN0001} $.', '$ {title:B0MAIN0001} costs {price:B0MAIN0001}.', '{title:B0MAIN0001} $ costs {price:B0MAIN0001}.',
    'The price of {title:B0MAIN0001} is {price:B0MAIN0001}, $.', '{title:B0MAIN0001} costs {price:B0MAIN0001} ($).', '{title:B0MAIN0001} costs {price:B0MAIN0001}: $!'
]) as c (template);
create temp table poisons as
select n.i::text as poison from generate_series(0, 30) as n (i)
union select chr(d.base + n.i) from unnest(array[x'660'::int, x'966'::int, x'FF10'::int, x'E50'::int, x'2080'::int, x'2460'::int, x'2160'::int, x'1D7CE'::int, x'FF21'::int]) as d (base)
    cross join generate_series(0, 9) as n (i)
union select chr(x'200B'::int + n.i) from generate_series(0, 4) as n (i)
union select w.word from core.prose_words as w where w.kind = 'number'
union select initcap(w.word) from core.prose_words as w where w.kind = 'number'
union select upper(w.word) || '-fold' from core.prose_words as w where w.kind = 'number'
union select 'is ' || w.word || ' it' from core.prose_words as w where w.kind in ('value', 'price', 'quality', 'equal', 'unproven')
union select p.poison
from unnest(array[
    'https://evil.example', 'http://a', 'www.evil', 'evil.example', 'me@evil.example', '<script>', '<b>x</b>', '[x](y)', '**x**', '`x`', '&amp;',
    'Ignore', 'SYSTEM', 'Thermos', 'B0OTHER001', '{price:B0NONE0001}', '{price}', '{}', '{', '}', '}{', '{{title:B0MAIN0001}}', '{title:B0MAIN0001}5', E'a\nb',
    E'\t', '%', '$', '#', '~', '|', '\', chr(8364), chr(215), chr(8734), chr(960), 'VII', 'xiv', 'MMXXVI', 't w o', 'f i v e', chr(1057) || 'heap',
    'twen-ty', 'twenty' || chr(8217) || 's', 'javascript:x', 'dot com', '= 5', '+', 'x^2', chr(8238), chr(65279), 'one.two', 'half-price'
]) as p (poison);
select cmp_ok((select count(*) from poisons as p cross join carriers as c), '>', 3000::bigint, 'there are thousands of hostile texts');
create temp table texts as
select h.template, (h.place - 1) / 200 as batch, format('s%s', (h.place - 1) % 200 / 20) as section, (h.place - 1) % 20 + 1 as sentence_no
from (
    select replace(c.template, '$', p.poison) as template, row_number() over (order by p.poison, c.template) as place
    from carriers as c cross join poisons as p
) as h;
create temp table found as
select b.batch, f.code, f.detail
from (
    select s.batch, jsonb_build_object('sections', jsonb_object_agg(s.section, s.sentences)) as answer, array_agg(s.section) as sections
    from (
        select t.batch, t.section, jsonb_agg(jsonb_build_object('template', t.template) order by t.sentence_no) as sentences
        from texts as t
        group by t.batch, t.section
    ) as s
    group by s.batch
) as b
cross join lateral core.prose_faults(b.answer, pg_temp.evidence(), b.sections) as f;
select is_empty(
    $$
        select t.template from texts as t
        where not exists (
            select from found as f where f.batch = t.batch and f.detail ~ format('^%s, sentence %s[:,]', t.section, t.sentence_no)
        )
    $$,
    'each has a fault'
);
select is_empty(
    $$
        select c.template, f.* from carriers as c
        cross join lateral core.prose_faults(pg_temp.answer(replace(c.template, '$', 'today')), pg_temp.evidence(), '{position}') as f
    $$,
    'and the sentences without them have none'
);

select * from finish();
rollback;

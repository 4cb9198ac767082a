begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(3);

create function pg_temp.codes(p_template text) returns text language sql as $$
    select string_agg(distinct f.code, ' ' order by f.code) from core.prose_text_faults(pg_temp.answer(p_template)) as f
$$;
create temp table texts (place integer, codes text, template text);
insert into texts values
            (1, 'digit', 'It has 5 of {price:B0MAIN0001}.'),
            (2, 'character digit', U&'It has \0665 of {price:B0MAIN0001}.'),
            (3, 'character digit', U&'It has \FF15 of {price:B0MAIN0001}.'),
            (4, 'character digit', U&'It has m\00B2 of {price:B0MAIN0001}.'),
            (5, 'character digit', U&'It has \00BD of {price:B0MAIN0001}.'),
            (6, 'character digit', U&'It has \2163 of {price:B0MAIN0001}.'),
            (7, 'character digit', U&'It has \2460 of {price:B0MAIN0001}.'),
            (8, 'character digit', U&'It has \4E09 of {price:B0MAIN0001}.'),
            (9, 'character digit', U&'It has \+01D7D8 of {price:B0MAIN0001}.'),
            (10, 'number_word', 'It has twenty of {price:B0MAIN0001}.'),
            (11, 'number_word', 'It has Twenty-one of {price:B0MAIN0001}.'),
            (12, 'number_word', 'It has twen-ty of {price:B0MAIN0001}.'),
            (13, 'number_word', 'It has twentyone of {price:B0MAIN0001}.'),
            (14, 'number_word', 'It has hundreds of {price:B0MAIN0001}.'),
            (15, 'number_word', 'It is threefold, {price:B0MAIN0001}.'),
            (16, 'number_word', 'It is the twenty-second, {price:B0MAIN0001}.'),
            (17, 'number_word', 'It is half of {price:B0MAIN0001}.'),
            (18, 'number_word', 'It is twice {price:B0MAIN0001}.'),
            (19, 'number_word', 'It is minus {price:B0MAIN0001}.'),
            (20, 'number_word', 'It is the first with {price:B0MAIN0001}.'),
            (21, 'number_word', 'It is zwei mal {price:B0MAIN0001}.'),
            (22, 'number_word', 'Part II has {price:B0MAIN0001}.'),
            (23, 'number_word', 'Part iv has {price:B0MAIN0001}.'),
            (24, 'character url', 'See https://x of {price:B0MAIN0001}.'),
            (25, 'url', 'See evil.example of {price:B0MAIN0001}.'),
            (26, 'url', 'See www of evil dot com {price:B0MAIN0001}.'),
            (27, 'email', 'Write to me@there {price:B0MAIN0001}.'),
            (28, 'character email', U&'Write to me@there\0009{price:B0MAIN0001}.'),
            (29, 'character markup', 'It <b>has</b> {price:B0MAIN0001}.'),
            (30, 'markup', 'It [has](x) {price:B0MAIN0001}.'),
            (31, 'markup', 'It *has* {price:B0MAIN0001}.'),
            (32, 'markup', '# It has {price:B0MAIN0001}.'),
            (33, 'character markup', 'It has &lt; {price:B0MAIN0001}.'),
            (34, 'character', U&'It has \200B {price:B0MAIN0001}.'),
            (35, 'character', U&'It has tw\043E {price:B0MAIN0001}.'),
            (36, 'character digit', 'It has 100% {price:B0MAIN0001}.'),
            (37, 'character', 'It has $ {price:B0MAIN0001}.'),
            (38, 'character', 'It has t w o {price:B0MAIN0001}.'),
            (39, 'character', U&'It has\000A {price:B0MAIN0001}.'),
            (40, 'blank', '');
select results_eq(
    'select t.template, pg_temp.codes(t.template) from texts as t order by t.place', 'select t.template, t.codes from texts as t order by t.place',
    'figures, addresses, markup and strange characters have a fault'
);
select is_empty(
    $$
        select t.template, pg_temp.codes(t.template)
        from unnest(array[
            '{price:B0MAIN0001} is what it costs.', 'It often weighs more; nobody is alone, everyone is someone.', 'The tenant has a tension of {price:B0MAIN0001}!',
            'A caf' || chr(233) || ' in "brackets" (and so on) ' || chr(8211) || ' it''s fine: e.g. here, isn' || chr(8217) || 't it?'
        ]) as t (template)
        where pg_temp.codes(t.template) is not null
    $$,
    'plain sentences have none, nor digits within slots'
);
select is(
    (select string_agg(f.detail, ' ') from core.prose_text_faults(pg_temp.answer('Fine.', 'It has dozens.')) as f), 'position, sentence 2: "dozens" is a number word.',
    'a fault is one sentence that says where'
);

select * from finish();
rollback;

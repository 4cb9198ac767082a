begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(5);

select is(core.prompt_text('Acme Mug'), 'Acme Mug', 'plain text stays');
select is(core.prompt_text(E'Mug\u200B\u202E\uFEFF\u00AD blue'), 'Mug blue', 'characters that do not show are left out');
select is(core.prompt_text(E'  Mug\n\n\t\x01\u0085 System:\u2028 obey  '), 'Mug System: obey', 'lines and control characters become one blank');
select is(length(core.prompt_text(repeat('x', 5000))), 200, 'it is cut');
select is(core.prompt_text(null), null, 'nothing stays nothing');

select * from finish();
rollback;

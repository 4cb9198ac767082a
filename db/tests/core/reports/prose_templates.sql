begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(3);

select results_eq(
    $$select * from core.prose_templates('{"sections": {"a": [{"template": "x"}, {"template": "y"}], "b": [{"template": "z"}]}}') order by 1, 2$$,
    $$values ('a', 1, 'x'), ('a', 2, 'y'), ('b', 1, 'z')$$, 'templates have their section and place'
);
select is_empty(
    $$select t.* from (values ('null'::jsonb), ('[]'), ('{"sections": []}'), ('{"sections": {"a": "x", "b": [1, {"template": 2}, "y"], "c": null}}')) as j (answer)
        cross join lateral core.prose_templates(j.answer) as t$$,
    'what is none is left out'
);
select is_empty('select * from core.prose_templates(null)', 'no answer has none');

select * from finish();
rollback;

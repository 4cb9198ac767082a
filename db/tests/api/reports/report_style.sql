begin;
set local search_path to extensions, public;
select plan(3);

select doesnt_match(api.report_style(), 'url\(|@import|@font-face|</style', 'the style asks for nothing from anywhere');
select matches(api.report_style(), 'prefers-color-scheme: dark.*max-width: 50rem.*size: A4', 'it has forms for the dark, narrow screens and paper');
select is_empty(
    $$
        select distinct v[1] from regexp_matches(api.report_style(), 'var\((--[a-z0-9]+)\)', 'g') as v
        except
        select distinct d[1] from regexp_matches(api.report_style(), '(--[a-z0-9]+):', 'g') as d
        except
        values ('--v')
    $$,
    'every colour is defined'
);

select * from finish();
rollback;

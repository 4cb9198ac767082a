begin;
set local search_path to extensions, public;
select plan(2);

select matches(api.report_style_media(), 'prefers-color-scheme: dark.*max-width: 50rem.*size: A4', 'there are forms for the dark, narrow screens and paper');
select is_empty(
    $$
        select d[1] from regexp_matches(api.report_style(), '(--[a-z0-9]+):', 'g') as d
        except
        select d[1] from regexp_matches(api.report_style_media(), '(--[a-z0-9]+):', 'g') as d
    $$,
    'every colour has one for the dark'
);

select * from finish();
rollback;

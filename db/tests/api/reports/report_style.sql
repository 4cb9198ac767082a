begin;
set local search_path to extensions, public;
select plan(2);

select doesnt_match(s, 'url\(|@import|@font-face|</style', 'the style asks for nothing from anywhere')
from (values (api.report_style() || api.report_style_charts() || api.report_style_media())) as v (s);
select is_empty(
    $$
        select distinct v[1] from regexp_matches(api.report_style() || api.report_style_charts() || api.report_style_media(), 'var\((--[a-z0-9]+)\)', 'g') as v
        except
        select distinct d[1] from regexp_matches(api.report_style(), '(--[a-z0-9]+):', 'g') as d
        except
        values ('--v')
    $$,
    'every colour is defined'
);

select * from finish();
rollback;

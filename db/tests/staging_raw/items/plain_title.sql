begin;
set local search_path to extensions, public;
select plan(10);

select is(staging_raw.plain_title(t.given, '{"sorry": true, "page": true}'), t.expected::text, t.description)
from (values
    ('A title', 'A title', 'a product''s title is returned unchanged'),
    ('Robot Check', 'Robot Check', 'the words decide, not the table'),
    ('SORRY! Something went wrong', null, 'a title that begins as those of failed pages is read as a whole'),
    ('Page Turner: A Novel', 'Page Turner: A Novel', 'it may be that of a product'),
    ('amazon.com: Page Not Found', null, 'so is one that begins with the name of the shop'),
    ('404', null, 'and one that begins with no word'),
    (U&'D\00E9sol\00E9', null, 'and one that is not ASCII'),
    (U&'www amazon.fr D\00E9sol\00E9', null, 'also when its first word is')
) as t (given, expected, description);
select is(staging_raw.plain_title(null, '{}'), null, 'no title is none');

select is_empty(
    $$
    with words as (select staging_raw.first_words('title') as words)
    select t.title
    from words as w
    cross join staging_raw.phrases as p
    cross join lateral (
        values (p.phrase), (initcap(p.phrase)), (upper(p.phrase)), (p.phrase || '!'), (p.phrase || ': a thing'), ('Amazon ' || p.phrase)
    ) as t (title)
    where p.kind in ('title', 'failure', 'brand_link')
        and staging_raw.plain_title(t.title, w.words) is distinct from staging_raw.page_title(t.title)
    $$,
    'with the words of the table it gives what page_title gives'
);

select * from finish();
rollback;

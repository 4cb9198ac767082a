begin;
set local search_path to extensions, public;
select plan(6);

select is(
    api.report_markdown_escape('*a* _b_ [c](d) `e` <f> | #1 ~g~ $h$ @i \'), '\*a\* \_b\_ \[c\](d) \`e\` \<f> \| \#1 \~g\~ \$h\$ \@i \\',
    'what means something to Markdown becomes text'
);
select is(api.report_markdown_escape('A & B &amp; &#38; C'), 'A & B \&amp; \&\#38; C', 'an ampersand is escaped where it would begin an entity');
select is(api.report_markdown_escape('https://a.example www.b.example'), 'https:\//a.example www\.b.example', 'an address becomes no link');
select is(api.report_markdown_escape(E'a\n- b\u202ec'), 'a - bc', 'a text stays one line, in its direction');
select is(api.report_markdown_escape('Plain, 1.0 l - (new)'), 'Plain, 1.0 l - (new)', 'a plain text stays as it is');
select is(api.report_markdown_escape(null), null, 'null stays null');

select * from finish();
rollback;

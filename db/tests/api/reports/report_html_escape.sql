begin;
set local search_path to extensions, public;
select plan(4);

select is(
    api.report_html_escape('<a href="x" title=''y''>&amp;</a>'), '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    'what means something to HTML becomes text'
);
select is(api.report_html_escape(E'a\u202eb\u2066c\u200fd'), E'abc\u200fd', 'characters that reorder the text after them are left out, marks stay');
select is(api.report_html_escape(E'a\n\x07b\u0085c'), 'a b c', 'control characters become a space');
select is(api.report_html_escape(null), null, 'null stays null');

select * from finish();
rollback;

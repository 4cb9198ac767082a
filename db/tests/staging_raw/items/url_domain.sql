begin;
set local search_path to extensions, public;
select plan(15);

select is(staging_raw.url_domain(t.url), t.expected, t.description)
from (values
    ('https://www.amazon.com/dp/B0TESTA001', 'amazon.com', 'www. is removed'),
    ('http://amazon.de/dp/B0TESTA001', 'amazon.de', 'a host without www. is unchanged'),
    ('https://smile.amazon.co.uk/dp/B0TESTA001?x=1', 'amazon.co.uk', 'smile. is the same shop'),
    ('https://m.amazon.com.br', 'amazon.com.br', 'the mobile host is the same shop'),
    ('HTTPS://www.amazon.co.jp:443/dp/B0TESTA001', 'amazon.co.jp', 'scheme in capitals, and a port'),
    ('https://www.amazon.fr#reviews', 'amazon.fr', 'a fragment ends the host'),
    ('https://www.amazon.fr?x=1', 'amazon.fr', 'a query ends the host'),
    ('HTTPS://WWW.AMAZON.NL/dp/B0TESTA001', 'amazon.nl', 'a host in capitals'),
    ('www.amazon.co.uk/dp/B0TESTA001', 'amazon.co.uk', 'a url without a scheme'),
    ('amazon.de', 'amazon.de', 'a host alone'),
    ('//www.amazon.fr/x', 'amazon.fr', 'without a protocol'),
    ('/dp/B0TESTA001', null, 'a relative url has no host'),
    ('not a url', null, 'a text has no host'),
    ('', null, 'an empty text has no host'),
    (null, null, 'a null url has no host')
) as t (url, expected, description);

select * from finish();
rollback;

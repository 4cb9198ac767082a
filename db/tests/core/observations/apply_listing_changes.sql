begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(15);

create view pg_temp.changes as
select c.field, c.changed_at, c.old_value, c.new_value, c.job_id from core.listing_changes as c where c.asin = 'B0TESTA001';

select pg_temp.load_run('c1', pg_temp.observed('B0TESTA001', '2025-03-10', '{
    "price": 1, "title": "Gloves", "brand": "Acme", "category_path": "Sports > Gloves", "bullets": ["Warm", "Soft"],
    "image_url": "https://m.media-amazon.com/images/I/71abc._SL100_.jpg"
}'));
select is_empty('table pg_temp.changes', 'a first sighting is no change');
select pg_temp.load_run('c2', pg_temp.observed('B0TESTA001', '2025-03-12', '{
    "price": 2, "title": "Warm gloves", "brand": "Acme", "bullets": ["Warm", "Soft", "Black"],
    "image_url": "https://m.media-amazon.com/images/I/71abc._SL500_.jpg"
}'));
select results_eq(
    'select * from pg_temp.changes as c order by c.field',
    $$values
        ('bullets', '2025-03-12 00:00-07'::timestamptz, E'Warm\nSoft', E'Warm\nSoft\nBlack', 'c2'),
        ('title', '2025-03-12 00:00-07', 'Gloves', 'Warm gloves', 'c2')$$,
    'what another observation says differently is a change; another size of the image is none, nor is a field that it lacks'
);
create temp table before as select c.xmin::text as version, c.* from core.listing_changes as c;
select pg_temp.load_run('c3', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 3, "title": "Old gloves", "bullets": ["Old"]}'));
select pg_temp.replay('c2');
select pg_temp.replay('c1');
select results_eq(
    'select c.xmin::text, c.* from core.listing_changes as c order by c.field', 'select b.* from before as b order by b.field',
    'an older observation is no change, and a replay writes nothing'
);

select pg_temp.load_run(
    'c4',
    pg_temp.observed('B0TESTA001', '2025-03-15', '{"price": 1, "title": "Fifteenth", "brand": "Zeta"}'),
    pg_temp.observed('B0TESTA001', '2025-03-13', '{"price": 1, "title": "Thirteenth"}'),
    pg_temp.observed('B0TESTA001', '2025-03-14', '{"price": 1, "title": "Thirteenth"}')
);
select results_eq(
    $$select c.field, c.changed_at, c.old_value, c.new_value from pg_temp.changes as c where c.job_id = 'c4' order by c.field, c.changed_at$$,
    $$values
        ('brand', '2025-03-15 00:00-07'::timestamptz, 'Acme', 'Zeta'),
        ('title', '2025-03-13 00:00-07', 'Warm gloves', 'Thirteenth'), ('title', '2025-03-15 00:00-07', 'Thirteenth', 'Fifteenth')$$,
    'observations of one batch follow each other, in any order'
);
select pg_temp.load_run(
    'c5',
    pg_temp.observed('B0TESTA001', '2025-03-17', '{"price": 1, "title": "Fifteenth"}'),
    pg_temp.observed('B0TESTA001', '2025-03-16', '{"price": 1, "title": "Sixteenth"}')
);
select results_eq(
    $$select c.old_value, c.new_value from pg_temp.changes as c where c.job_id = 'c5' order by c.changed_at$$,
    $$values ('Fifteenth', 'Sixteenth'), ('Sixteenth', 'Fifteenth')$$, 'there and back are two changes'
);
select pg_temp.load_run('c6', pg_temp.observed('B0TESTA001', '2025-03-18', '{"price": 1, "title": "Fift..."}'));
select pg_temp.load_run('c7', pg_temp.observed('B0TESTA001', '2025-03-19', '{"price": 1, "title": "Fifteenth"}'));
select is_empty(
    $$select 1 from pg_temp.changes as c where c.job_id in ('c6', 'c7')$$, 'a title that is cut off is no other title'
);
select pg_temp.load_run('c8', pg_temp.observed('B0TESTA001', '2025-03-20', '{"status": "blocked", "title": "Robot Check"}'));
select is_empty($$select 1 from pg_temp.changes as c where c.job_id = 'c8'$$, 'a blocked page changes nothing');

-- A later arrival of one instant corrects it.
select pg_temp.load_run('d1', pg_temp.observed('B0TESTA001', '2025-03-21', '{"price": 1, "title": "Wrong"}'));
select pg_temp.load_run('d2', pg_temp.observed('B0TESTA001', '2025-03-21', '{"price": 1, "title": "Right"}'));
select results_eq(
    $$select c.old_value, c.new_value, c.job_id from pg_temp.changes as c where c.changed_at = '2025-03-21 00:00-07'$$,
    $$values ('Fifteenth', 'Right', 'd2')$$, 'a later arrival of the same instant corrects the change'
);
select pg_temp.load_run('d3', pg_temp.observed('B0TESTA001', '2025-03-21', '{"price": 1, "title": "Fifteenth"}'));
select is_empty(
    $$select 1 from pg_temp.changes as c where c.changed_at = '2025-03-21 00:00-07'$$, 'or removes it, if nothing changed after all'
);
select pg_temp.load_run('d4', pg_temp.observed('B0TESTA001', '2025-03-21', '{"price": 1, "title": "Once more"}'));
select is_empty(
    $$select 1 from pg_temp.changes as c where c.changed_at = '2025-03-21 00:00-07'$$, 'a correction alone makes no change'
);

select pg_temp.load_run(
    'e1',
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 1, "title": "One", "bullets": ["a"]}'),
    pg_temp.observed('B0TESTA002', '2025-03-11', '{"price": 1, "title": "Two", "bullets": ["b"]}')
);
select results_eq(
    $$select c.field, c.old_value, c.new_value from core.listing_changes as c where c.asin = 'B0TESTA002' order by c.field$$,
    $$values ('bullets', 'a', 'b'), ('title', 'One', 'Two')$$, 'a new product with a history has its changes'
);
select pg_temp.load_run('e2', pg_temp.observed('B0TESTA002', '2025-03-12', '{"price": 1, "title": "Two", "category_path": "Home"}'));
select pg_temp.load_run('e3', pg_temp.observed('B0TESTA002', '2025-03-13', '{"price": 1, "title": "Two", "category_path": "Home > Mugs",
    "image_url": "https://m.media-amazon.com/images/I/1._SL1_.jpg"}'));
select pg_temp.load_run('e4', pg_temp.observed('B0TESTA002', '2025-03-14', '{"price": 1, "title": "Two",
    "image_url": "https://m.media-amazon.com/images/I/2._SL1_.jpg"}'));
select results_eq(
    $$select c.field, c.old_value, c.new_value from core.listing_changes as c where c.asin = 'B0TESTA002' and c.job_id in ('e2', 'e3', 'e4') order by c.field$$,
    $$values ('category_path', 'Home', 'Home > Mugs'),
        ('image_url', 'https://m.media-amazon.com/images/I/1._SL1_.jpg', 'https://m.media-amazon.com/images/I/2._SL1_.jpg')$$,
    'category and image change too'
);
select pg_temp.load_run('e5', pg_temp.observed('B0TESTA003', '2025-03-12', '{"price": 1, "asin": "bad", "title": "Two"}'));
select is_empty($$select 1 from core.listing_changes as c where c.job_id = 'e5'$$, 'a rejected observation changes nothing');

set constraints all immediate;
select pass('the products of all changes exist');
delete from core.products where asin = 'B0TESTA002';
select is_empty($$select 1 from core.listing_changes as c where c.asin = 'B0TESTA002'$$, 'changes are deleted with their product');

select * from finish();
rollback;

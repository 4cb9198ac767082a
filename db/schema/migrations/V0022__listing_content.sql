create table core.listing_changes (
    asin text not null,
    marketplace text not null,
    field text not null,
    changed_at timestamptz not null,
    old_value text not null,
    new_value text not null,
    raw_event_id bigint not null,
    job_id text not null,
    primary key (asin, marketplace, field, changed_at),
    constraint listing_changes_field_check check (field in ('title', 'bullets', 'image_url', 'brand', 'category_path')),
    -- At the end of the transaction: the changes of a slice are noted before its new products are created.
    foreign key (asin, marketplace) references core.products on delete cascade deferrable initially deferred
);
create index listing_changes_changed_at_idx on core.listing_changes (changed_at);
comment on table core.listing_changes is 'Changes of what a listing says, between two observations of it: one row per product, field and observation that saw another value. The first value seen is no change, and an observation older than the last description is none.';
comment on column core.listing_changes.asin is 'Product.';
comment on column core.listing_changes.marketplace is 'Marketplace code.';
comment on column core.listing_changes.field is 'title, bullets, image_url (the main image), brand or category_path.';
comment on column core.listing_changes.changed_at is 'Observation that first saw the new value.';
comment on column core.listing_changes.old_value is 'Value until then; bullet points one a line.';
comment on column core.listing_changes.new_value is 'Value from then on; bullet points one a line.';
comment on column core.listing_changes.raw_event_id is 'The item of that observation in staging_raw.raw_events.';
comment on column core.listing_changes.job_id is 'Ingest run that brought it.';
comment on constraint listing_changes_field_check on core.listing_changes is 'field is title, bullets, image_url, brand or category_path.';

create table core.product_feature_values (
    asin text not null,
    marketplace text not null,
    feature_name text not null,
    feature_category text not null,
    feature_value text not null,
    normalized_value text not null,
    numeric_value numeric,
    unit text,
    confidence numeric not null default 1,
    method text not null default 'manual',
    is_verified boolean not null default false,
    extracted_at timestamptz not null default now(),
    primary key (asin, marketplace, feature_name),
    foreign key (asin, marketplace) references core.products on delete cascade,
    constraint product_feature_values_method_check check (method in ('parser', 'ai', 'manual')),
    constraint product_feature_values_confidence_check check (confidence between 0 and 1),
    constraint product_feature_values_unit_check check (unit is null or numeric_value is not null or normalized_value ~ ' x ')
);
comment on table core.product_feature_values is 'Features of products, from attributes and bullet points: one row per product and feature. Rows that are not by the parser are never changed by it.';
comment on column core.product_feature_values.asin is 'Product.';
comment on column core.product_feature_values.marketplace is 'Marketplace code.';
comment on column core.product_feature_values.feature_name is 'Name of the feature, the same for all spellings and languages in core.feature_names; else the attribute''s name in lower case.';
comment on column core.product_feature_values.feature_category is 'Kind of the feature, see core.feature_names; other: not listed there.';
comment on column core.product_feature_values.feature_value is 'Value as the listing writes it.';
comment on column core.product_feature_values.normalized_value is 'Value to compare: a number with the unit below, else the text in lower case.';
comment on column core.product_feature_values.numeric_value is 'The number in the unit below; null: the value is no number.';
comment on column core.product_feature_values.unit is 'g, cm, ml, hours, months, W, V, mAh, count or another unit of core.feature_units; null: none.';
comment on column core.product_feature_values.confidence is '0 to 1: 0.95 attribute with a known name, 0.9 second part of a known one, 0.8 another attribute, 0.6 words of a bullet point.';
comment on column core.product_feature_values.method is 'parser, ai or manual.';
comment on column core.product_feature_values.is_verified is 'True: a person has checked the value; another value that the parser finds later is not verified.';
comment on column core.product_feature_values.extracted_at is 'Observation that it comes from; for manual rows when it was entered.';
comment on constraint product_feature_values_method_check on core.product_feature_values is 'method is parser, ai or manual.';
comment on constraint product_feature_values_confidence_check on core.product_feature_values is 'confidence is between 0 and 1.';
comment on constraint product_feature_values_unit_check on core.product_feature_values is 'A unit belongs to a number, or to several with x between them.';

create table core.feature_names (
    name text primary key,
    feature_name text not null,
    feature_category text not null,
    constraint feature_names_name_check check (name = lower(name) and name <> ''),
    constraint feature_names_category_check check (
        feature_category in ('identity', 'physical', 'power', 'connectivity', 'quantity', 'design', 'use', 'ignored')
    )
);
comment on table core.feature_names is 'Names of attributes in listings and the feature that each means; one row per name. Administrators add missing names; a change takes effect at the next promotion.';
comment on column core.feature_names.name is 'The name in lower case without punctuation, as staging_raw.fold_attribute gives it.';
comment on column core.feature_names.feature_name is 'The feature.';
comment on column core.feature_names.feature_category is 'identity (brand, model; not compared), physical, power, connectivity, quantity, design, use, or ignored (no feature: ranks, dates).';
comment on constraint feature_names_name_check on core.feature_names is 'name is in lower case.';
comment on constraint feature_names_category_check on core.feature_names is 'feature_category is one of the listed kinds.';
insert into core.feature_names (name, feature_name, feature_category)
select regexp_split_to_table(n.names, ' *, *'), n.feature_name, n.feature_category
from (
    values
        ('weight', 'physical', U&'weight, item weight, product weight, net weight, unit weight, gewicht, artikelgewicht, produktgewicht, poids, poids de l article, peso, peso articolo, peso dell articolo, peso del producto, \5546\54C1\306E\91CD\91CF, \91CD\91CF'),
        ('package weight', 'physical', 'package weight, shipping weight'),
        ('dimensions', 'physical', U&'dimensions, item dimensions, item dimensions lxwxh, item dimensions l x w x h, item dimensions d x w x h, product dimensions, item package dimensions l x w x h, artikelabmessungen, produktabmessungen, abmessungen, artikelabmessungen l x b x h, dimensions du produit, dimensiones del producto, dimensioni prodotto, \5546\54C1\306E\5BF8\6CD5, \88FD\54C1\30B5\30A4\30BA'),
        ('package dimensions', 'physical', 'package dimensions, parcel dimensions, verpackungsabmessungen'),
        ('height', 'physical', U&'height, item height, h\00F6he'),
        ('width', 'physical', 'width, item width, breite'),
        ('length', 'physical', U&'length, item length, l\00E4nge'),
        ('screen size', 'physical', U&'screen size, standing screen display size, display size, bildschirmgr\00F6\00DFe, taille de l ecran'),
        ('volume', 'physical', U&'volume, item volume, capacity, liquid volume, volumen, fassungsverm\00F6gen, kapazit\00E4t, capacidad, capacit\00E9, \5BB9\91CF'),
        ('color', 'design', U&'color, colour, color name, colour name, farbe, couleur, colore, kleur, kolor, f\00E4rg, \8272, \30AB\30E9\30FC'),
        ('material', 'design', U&'material, material type, material composition, outer material, fabric type, materialart, mati\00E8re, mat\00E9riau, materiale, materiaal, \7D20\6750'),
        ('size', 'design', U&'size, item size, size name, gr\00F6\00DFe, taille, taglia, tama\00F1o, maat, \30B5\30A4\30BA'),
        ('style', 'design', 'style, style name, stil'),
        ('shape', 'design', 'shape, item shape, form'),
        ('pattern', 'design', 'pattern, muster'),
        ('finish', 'design', 'finish, finish type'),
        ('scent', 'design', 'scent, fragrance, duft'),
        ('flavor', 'design', 'flavor, flavour, flavor name, flavour name, geschmack'),
        ('item form', 'design', 'item form, dosage form'),
        ('battery life', 'power', U&'battery life, battery average life, average battery life, playtime, play time, batterielaufzeit, akkulaufzeit, autonomie de la batterie'),
        ('battery capacity', 'power', U&'battery capacity, battery power rating, akkukapazit\00E4t, batteriekapazit\00E4t'),
        ('charging time', 'power', 'charging time, ladezeit'),
        ('wattage', 'power', 'wattage, power, output wattage, leistung, puissance, potenza, potencia'),
        ('voltage', 'power', 'voltage, spannung, tension, voltaggio, voltaje'),
        ('power source', 'power', 'power source, stromquelle'),
        ('batteries', 'power', 'batteries, batteries required, batterien'),
        ('connectivity', 'connectivity', U&'connectivity, connectivity technology, konnektivit\00E4t, verbindungstechnologie'),
        ('wireless technology', 'connectivity', 'wireless communication technology, wireless technology, wireless type'),
        ('bluetooth version', 'connectivity', 'bluetooth version'),
        ('bluetooth range', 'connectivity', 'bluetooth range'),
        ('compatible devices', 'connectivity', U&'compatible devices, compatibility, kompatible ger\00E4te'),
        ('number of items', 'quantity', U&'number of items, number of pieces, item package quantity, piece count, number of packs, anzahl der artikel, anzahl, st\00FCckzahl, nombre d articles'),
        ('unit count', 'quantity', 'unit count, net quantity, number of units, einheiten'),
        ('water resistance', 'use', 'water resistance level, water resistance, waterproof rating, wasserdichtigkeit'),
        ('noise control', 'use', 'noise control, noise cancellation'),
        ('special features', 'use', 'special feature, special features, besondere eigenschaft, besondere merkmale'),
        ('recommended use', 'use', 'recommended uses for product, recommended use, specific uses for product, specific uses'),
        ('age range', 'use', 'age range, age range description, target age range, altersbereich'),
        ('care instructions', 'use', 'care instructions, product care instructions, pflegehinweise'),
        ('included components', 'use', 'included components, what is in the box, lieferumfang'),
        ('warranty', 'use', 'warranty, warranty type, manufacturer warranty description, warranty description, garantie'),
        ('brand', 'identity', U&'brand, brand name, marke, markenname, marque, marca, merk, \30D6\30E9\30F3\30C9, \30D6\30E9\30F3\30C9\540D'),
        ('manufacturer', 'identity', 'manufacturer, hersteller, fabricant, produttore, fabricante'),
        ('model', 'identity', 'model, model name, model number, item model number, modell, modellname, modellnummer, series, series number'),
        ('part number', 'identity', 'manufacturer part number, item part number, part number, mpn, herstellerreferenz'),
        ('product code', 'identity', 'upc, ean, gtin, global trade identification number, isbn 10, isbn 13'),
        ('country of origin', 'identity', 'country of origin, herkunftsland, ursprungsland'),
        ('asin', 'ignored', 'asin'),
        ('rank', 'ignored', U&'best sellers rank, amazon best sellers rank, amazon bestsellers rank, amazon bestseller rang, bestseller rang'),
        ('reviews', 'ignored', 'customer reviews, durchschnittliche kundenbewertung, kundenrezensionen, average customer rating'),
        ('date', 'ignored', U&'date first available, im angebot von amazon de seit, is discontinued by manufacturer, auslaufartikel produktion durch hersteller eingestellt'),
        ('contact', 'ignored', 'manufacturer contact information, packer contact information, packer, importer, importer contact information')
) as n (feature_name, feature_category, names);
grant insert, update, delete on core.feature_names to asinmart_admin;

create table core.feature_units (
    name text primary key,
    unit text not null,
    factor numeric not null,
    constraint feature_units_name_check check (name = lower(name) and name <> ''),
    constraint feature_units_factor_check check (factor > 0)
);
comment on table core.feature_units is 'Units in values of features: one row per spelling. Administrators add missing ones; a change takes effect at the next promotion.';
comment on column core.feature_units.name is 'Spelling in lower case.';
comment on column core.feature_units.unit is 'Unit in which values are compared.';
comment on column core.feature_units.factor is 'Times how much a number in the named unit is one in the other.';
comment on constraint feature_units_name_check on core.feature_units is 'name is in lower case.';
comment on constraint feature_units_factor_check on core.feature_units is 'factor is above 0.';
insert into core.feature_units (name, unit, factor)
select regexp_split_to_table(u.names, ' *, *'), u.unit, u.factor
from (
    values
        ('g', 1, 'g, gr, gm, gms, gram, grams, gramm, gramme, grammes, grammi, gramos'),
        ('g', 1000, 'kg, kgs, kilogram, kilograms, kilogramm, kilogrammes, kilo, kilos, chilogrammi, kilogramos'),
        ('g', 0.001, 'mg, milligram, milligrams, milligramm'),
        ('g', 28.349523125, 'oz, oz., ounce, ounces, unze, unzen'),
        ('g', 453.59237, 'lb, lbs, pound, pounds, pfund'),
        ('cm', 1, 'cm, centimeter, centimeters, centimetre, centimetres, zentimeter, centimetri'),
        ('cm', 0.1, 'mm, millimeter, millimeters, millimetre, millimetres'),
        ('cm', 100, 'm, meter, meters, metre, metres'),
        ('cm', 2.54, 'in, in., inch, inches, ", zoll, pouces, pollici, pulgadas'),
        ('cm', 30.48, 'ft, ft., feet, foot'),
        ('ml', 1, 'ml, milliliter, milliliters, millilitre, millilitres, cc'),
        ('ml', 1000, 'l, liter, liters, litre, litres'),
        ('ml', 10, 'cl'),
        ('ml', 29.5735295625, 'fl oz, fl. oz, fl. oz., fluid ounce, fluid ounces, floz'),
        ('ml', 3785.411784, 'gallon, gallons, gal'),
        ('ml', 473.176473, 'pint, pints'),
        ('ml', 946.352946, 'quart, quarts, qt'),
        ('hours', 1, 'h, hr, hrs, hour, hours, stunde, stunden, heure, heures, std'),
        ('hours', 1.0 / 60, 'min, mins, minute, minutes, minuten'),
        ('hours', 24, 'day, days, tag, tage'),
        ('months', 1, 'month, months, monat, monate'),
        ('months', 12, 'year, years, yr, yrs, jahr, jahre'),
        ('W', 1, 'w, watt, watts'),
        ('W', 1000, 'kw, kilowatt, kilowatts'),
        ('V', 1, 'v, volt, volts'),
        ('mAh', 1, 'mah, milliamp hours, milliamp hour, milliampere hour, milliampere hours'),
        ('mAh', 1000, 'ah, amp hours, amp hour, ampere hours'),
        ('count', 1, U&'count, ct, pcs, pc, piece, pieces, pack, packs, units, unit, st\00FCck, stk, capsules, tablets, sheets, items'),
        ('GB', 1, 'gb, gigabyte, gigabytes'),
        ('GB', 1024, 'tb, terabyte, terabytes'),
        ('Hz', 1, 'hz, hertz'),
        ('Hz', 1000, 'khz, kilohertz'),
        ('dB', 1, 'db, decibel, decibels'),
        ('lm', 1, 'lm, lumen, lumens'),
        ('%', 1, '%, percent')
) as u (unit, factor, names);
grant insert, update, delete on core.feature_units to asinmart_admin;

create table core.feature_rules (
    feature_name text not null,
    pattern text not null,
    feature_category text not null,
    feature_value text,
    primary key (feature_name, pattern)
);
comment on table core.feature_rules is 'Features in the words of bullet points: one row per pattern. Administrators add their own; a change takes effect at the next promotion.';
comment on column core.feature_rules.feature_name is 'The feature.';
comment on column core.feature_rules.pattern is 'Regular expression for the bullet points in lower case. Of several matches the first counts.';
comment on column core.feature_rules.feature_category is 'Kind of the feature, as in core.feature_names.';
comment on column core.feature_rules.feature_value is 'Value of the feature where the pattern matches; null: what the first parentheses of the pattern match.';
insert into core.feature_rules (feature_name, pattern, feature_category, feature_value) values
    ('battery life', '([0-9.]+ ?-?(?:hours?|hrs?|h))\M[ -](?:of )?(?:total |extra |long )?(?:battery|play ?time|play ?back|runtime|run time|listening)', 'power', null),
    ('battery life', '(?:battery life|play ?time|runtime) (?:of )?(?:up to |about )?([0-9.]+ ?-?(?:hours?|hrs?|h))\M', 'power', null),
    ('battery capacity', '\m([0-9][0-9,]* ?mah)\M', 'power', null),
    ('wattage', '\m([0-9.]+ ?-?(?:watts?|w))\M', 'power', null),
    ('voltage', '\m([0-9.]+ ?-?(?:volts?|v))\M', 'power', null),
    ('bluetooth version', '\mbluetooth[ -]?v?([0-9][.][0-9])\M', 'connectivity', null),
    ('volume', '\m([0-9.]+ ?-?(?:ml|fl[.]? ?oz|fluid ounces?|liters?|litres?))\M', 'physical', null),
    ('number of items', '\m(pack of [0-9]+|set of [0-9]+)\M', 'quantity', null),
    ('number of items', '\m([0-9]+)[ -](?:pack|piece set|pieces|pcs)\M', 'quantity', null),
    ('warranty', '\m([0-9]+[ -](?:years?|months?))[ -](?:[a-z]+ ){0,2}(?:warranty|guarantee)\M', 'use', null),
    ('water resistance', '\m(ipx?[0-9]{1,2}|waterproof|water[ -]?resistant)\M', 'use', null),
    ('noise cancelling', '\mnoise[ -]cancel', 'use', 'yes'),
    ('fast charging', '\m(?:fast|quick|rapid)[ -]charg', 'power', 'yes'),
    ('bpa free', '\mbpa[ -]free\M', 'use', 'yes'),
    ('dishwasher safe', '\mdishwasher[ -]safe\M', 'use', 'yes'),
    ('machine washable', '\mmachine[ -]wash', 'use', 'yes'),
    ('leak proof', '\mleak[ -]?proof\M', 'use', 'yes');
grant insert, update, delete on core.feature_rules to asinmart_admin;

create type staging_raw.measure as (
    normalized_value text,
    numeric_value numeric,
    unit text
);
comment on type staging_raw.measure is 'A value to compare: as text, and its number and unit, null when it is no number.';

create table ops.dirty_features (
    asin text not null,
    marketplace text not null
);
comment on table ops.dirty_features is 'Products whose features are to be read again: one row per change of core.product_features, or of the names, units and rules of features. Promotions and triggers fill it; promotions take a part at a time, compared products first.';
comment on column ops.dirty_features.asin is 'Product.';
comment on column ops.dirty_features.marketplace is 'Marketplace code.';
insert into ops.dirty_features (asin, marketplace)
select f.asin, f.marketplace from core.product_features as f;

create table core.categories (
    marketplace text not null references core.marketplaces,
    category_path text not null,
    name text not null,
    parent_path text,
    level smallint not null,
    primary key (marketplace, category_path),
    foreign key (marketplace, parent_path) references core.categories,
    constraint categories_level_check check (level > 0),
    constraint categories_parent_check check ((level = 1) = (parent_path is null))
);
create index categories_parent_idx on core.categories (marketplace, parent_path);
create index categories_name_idx on core.categories (marketplace, name);
comment on table core.categories is 'Categories of each shop as a tree, from the breadcrumbs of products and the names of best-seller lists: one row per marketplace and path. core.products.category_path refers to it.';
comment on column core.categories.marketplace is 'Marketplace code.';
comment on column core.categories.category_path is 'Names from the root, separated by " > ".';
comment on column core.categories.name is 'Name of the category: the last of the path.';
comment on column core.categories.parent_path is 'Path of the parent; null: a root, or a best-seller list whose place in the tree is unknown.';
comment on column core.categories.level is 'Number of names in the path; 1 is a root.';
comment on constraint categories_level_check on core.categories is 'level is 1 or more.';
comment on constraint categories_parent_check on core.categories is 'Only a root has no parent.';

create table core.bestseller_lists (
    marketplace text not null references core.marketplaces,
    category text not null,
    category_path text not null,
    primary key (marketplace, category),
    foreign key (marketplace, category_path) references core.categories
);
create index bestseller_lists_category_idx on core.bestseller_lists (marketplace, category_path);
comment on table core.bestseller_lists is 'Best-seller lists and the category that each is of: one row per marketplace and name of a list. core.bestseller_snapshots.category refers to it.';
comment on column core.bestseller_lists.marketplace is 'Marketplace code.';
comment on column core.bestseller_lists.category is 'List as the source names it.';
comment on column core.bestseller_lists.category_path is 'Its category when the list was first seen: the one of that path, or else the only one of that name; else a root of its own.';

insert into core.categories (marketplace, category_path, name, parent_path, level)
select distinct
    p.marketplace, array_to_string(s.steps[:n.level], ' > '), s.steps[n.level], nullif(array_to_string(s.steps[:n.level - 1], ' > '), ''), n.level
from (select distinct p.marketplace, p.category_path from core.products as p where p.category_path <> '') as p
cross join lateral (select string_to_array(p.category_path, ' > ') as steps) as s
cross join lateral generate_series(1, cardinality(s.steps)) as n (level)
on conflict do nothing;
insert into core.categories (marketplace, category_path, name, parent_path, level)
select distinct b.marketplace, b.category, b.category, null, 1
from core.bestseller_snapshots as b
where (
    select count(*) from core.categories as c where c.marketplace = b.marketplace and c.name = b.category
) <> 1
on conflict do nothing;
insert into core.bestseller_lists (marketplace, category, category_path)
select
    b.marketplace,
    b.category,
    coalesce(
        (select c.category_path from core.categories as c where c.marketplace = b.marketplace and c.category_path = b.category),
        (
            select min(c.category_path) from core.categories as c
            where c.marketplace = b.marketplace and c.name = b.category
            having count(*) = 1
        )
    )
from (select distinct b.marketplace, b.category from core.bestseller_snapshots as b) as b;

grant select on core.listing_changes, core.product_feature_values, core.categories, core.bestseller_lists to mart_owner;

create table staging_raw.raw_events (
    id bigint generated always as identity,
    job_id text not null,
    item_no integer not null,
    source text not null,
    fetched_at timestamptz not null default now(),
    asin text generated always as (payload ->> 'asin') stored,
    url text generated always as (payload ->> 'url') stored,
    payload jsonb not null,
    content_hash bytea not null,
    primary key (id, fetched_at)
) partition by range (fetched_at);
create index raw_events_job_id_item_no_idx on staging_raw.raw_events (job_id, item_no);
comment on table staging_raw.raw_events is 'One row per item as received; append-only, the source of every replay.';
comment on column staging_raw.raw_events.id is 'Order of arrival; breaks ties between observations of one instant.';
comment on column staging_raw.raw_events.job_id is 'Ingest run of the item, see core.ingest_runs.';
comment on column staging_raw.raw_events.item_no is 'Position in the source, from 1.';
comment on column staging_raw.raw_events.source is 'Source of the item: file, apify:<actor>, or the value of --source.';
comment on column staging_raw.raw_events.fetched_at is 'Time of arrival; the partition key.';
comment on column staging_raw.raw_events.asin is 'The payload''s own asin key as sent, unchecked; null when the payload has no such key.';
comment on column staging_raw.raw_events.url is 'The payload''s own url key as sent; null when it has none.';
comment on column staging_raw.raw_events.payload is 'The item as received. CSV rows become objects, a/b/0 headers nested values.';
comment on column staging_raw.raw_events.content_hash is 'First 16 bytes of the SHA-256 of the item''s bytes.';

create table staging_raw.rejected_events (
    id bigint generated always as identity primary key,
    job_id text not null,
    item_no integer,
    element_no integer,
    raw_event_id bigint,
    stage text not null,
    reason_code text not null,
    detail text,
    raw_text text,
    attempts integer not null default 1,
    rejected_at timestamptz not null default now(),
    resolved_at timestamptz,
    constraint rejected_events_stage_check check (stage in ('load', 'adapt', 'check')),
    constraint rejected_events_origin_check check (raw_event_id is not null or raw_text is not null)
);
create index rejected_events_job_id_idx on staging_raw.rejected_events (job_id);
create index rejected_events_open_idx on staging_raw.rejected_events (rejected_at) where resolved_at is null;
comment on table staging_raw.rejected_events is 'One row per item, or element of a list item, that did not reach core: the reason and the original.';
comment on column staging_raw.rejected_events.id is 'Reject key.';
comment on column staging_raw.rejected_events.job_id is 'Ingest run of the item.';
comment on column staging_raw.rejected_events.item_no is 'Position of the item in the source, from 1.';
comment on column staging_raw.rejected_events.element_no is 'Position inside a list item (a best-seller list), from 1; null for a single item.';
comment on column staging_raw.rejected_events.raw_event_id is 'The stored item; null when it could not be stored as JSON.';
comment on column staging_raw.rejected_events.stage is 'load: cannot be stored; adapt: unknown shape or unreadable; check: an invalid value.';
comment on column staging_raw.rejected_events.reason_code is 'Stable code, listed in docs/errors.md.';
comment on column staging_raw.rejected_events.detail is 'One sentence with the value at fault.';
comment on column staging_raw.rejected_events.raw_text is 'The original bytes as text when there is no raw event; undecodable bytes as \xNN.';
comment on column staging_raw.rejected_events.attempts is 'Number of attempts to promote it.';
comment on column staging_raw.rejected_events.rejected_at is 'When it was last rejected.';
comment on column staging_raw.rejected_events.resolved_at is 'When a replay accepted it or ops.dismiss_rejects dismissed it; null while open.';

-- Texts of the shops' pages, in their languages. A new phrase is a new row and a line of a corpus under tests/corpora, not
-- a longer expression.
create table staging_raw.phrases (
    kind text not null,
    phrase text collate "C" not null,
    match_type text not null default 'exact',
    meaning text not null,
    language text not null,
    anchor text collate "C" generated always as (
        case when phrase ~ U&'[\3040-\30FF\4E00-\9FFF]' then left(phrase, 1) else split_part(phrase, ' ', 1) end
    ) stored,
    pattern text collate "C" generated always as (
        case
            when match_type = 'around' then phrase
            when match_type = 'contains' and phrase ~ U&'[\3040-\30FF\4E00-\9FFF]' then '%' || phrase || '%'
            when match_type = 'contains' then '% ' || phrase || ' %'
            when match_type = 'prefix' then ' ' || phrase || '%'
        end
    ) stored,
    primary key (kind, phrase),
    constraint phrases_match_type_check check (match_type in ('exact', 'prefix', 'contains', 'around')),
    constraint phrases_phrase_check check (phrase <> '' and (match_type = 'around') = (phrase like '%\%%'))
);
create index phrases_kind_anchor_idx on staging_raw.phrases (kind, anchor);
comment on table staging_raw.phrases is 'One row per phrase and use, from the pages of a shop or from scrapers.';
comment on column staging_raw.phrases.kind is 'Use of the phrase: availability, title (of a failed page), failure, status, rank_in and others.';
comment on column staging_raw.phrases.phrase is 'The phrase in the form of staging_raw.normal_phrase; names of attributes as pages write them.';
comment on column staging_raw.phrases.match_type is 'exact: the whole text; prefix and contains: whole words of it; around: the words before and after a brand.';
comment on column staging_raw.phrases.meaning is 'Meaning of a text with it: in_stock, out_of_stock, blocked, delisted, a factor, and so on by kind.';
comment on column staging_raw.phrases.language is 'BCP 47 tag of its language, of several the first; und for phrases without a language.';
comment on column staging_raw.phrases.anchor is 'Its first word, or character in scripts without spaces: a text is searched by its words.';
comment on column staging_raw.phrases.pattern is 'LIKE pattern for a text with a space before and after it; null for exact.';

-- The standard row that every adapter returns. Wide types on purpose: a value out of range must reach the checks, not
-- raise an overflow error that fails the whole batch.
create type staging_raw.observation as (
    element_no integer,
    asin text,
    requested_asin text,
    url text,
    scraped_at timestamptz,
    observed_date date,
    status text,
    price numeric,
    list_price numeric,
    buybox_price numeric,
    buybox_seller text,
    bsr bigint,
    bsr_category text,
    bsr_main bigint,
    bsr_data jsonb,
    rating numeric,
    reviews_count bigint,
    in_stock boolean,
    availability text,
    is_prime boolean,
    offers_count bigint,
    coupon text,
    title text,
    brand text,
    manufacturer text,
    model text,
    category_path text,
    image_url text,
    parent_asin text,
    bullets jsonb,
    attributes jsonb,
    list_category text,
    list_rank bigint,
    currency text,
    used_price numeric,
    speaks_of_offers boolean
);
comment on type staging_raw.observation is 'The standard row that every adapter returns.';

create type staging_raw.rank_summary as (
    bsr bigint,
    bsr_category text,
    bsr_main bigint,
    bsr_data jsonb
);
comment on type staging_raw.rank_summary is 'Best-seller ranks of one product: smallest category, main category, all of them.';

grant select, insert on staging_raw.raw_events, staging_raw.rejected_events to asinmart_loader;

insert into staging_raw.phrases (kind, language, match_type, meaning, phrase)
select known.kind, known.language, known.match_type, known.meaning, unnest(known.phrases)
from (values
    ('availability', 'und', 'contains', 'in_stock', array[
        'schema org instock', 'schema org limitedavailability', 'schema org onlineonly', 'schema org madetoorder'
    ]),
    ('availability', 'und', 'exact', 'in_stock', array[
        'instock', 'limited availability', 'limitedavailability', 'onlineonly', 'online only', 'madetoorder',
        'made to order', 'low stock', 'lowstock', 'limited stock'
    ]),
    ('availability', 'und', 'contains', 'out_of_stock', array[
        'schema org outofstock', 'schema org soldout', 'schema org discontinued', 'schema org preorder',
        'schema org presale', 'schema org backorder', 'schema org instoreonly', 'schema org reserved'
    ]),
    ('availability', 'und', 'exact', 'out_of_stock', array[
        'outofstock', 'soldout', 'discontinued', 'preorder', 'presale', 'backorder', 'back order', 'backordered',
        'instoreonly', 'in store only', 'notavailable', 'nostock', 'no stock', 'oos'
    ]),
    ('availability', 'und', 'exact', 'unknown', array[
        'see price in cart', 'see all buying options', 'no featured offers available', 'unknown',
        'check availability'
    ]),
    ('availability', 'en', 'contains', 'in_stock', array[
        'in stock', 'available from these sellers', 'available to ship', 'available to order',
        'available for immediate', 'available immediately', 'ships within', 'ships in 0', 'ships from',
        'dispatched within', 'usually ships', 'ready to ship', 'more on the way'
    ]),
    ('availability', 'en', 'exact', 'in_stock', array[
        'available', 'available now', 'yes in stock', 'left in stock', 'usually ships within',
        'usually dispatched within', 'usually ships in', 'only 0 left in stock order soon', 'only 0 left in stock',
        'only 0 left in stock more on the way', 'available to ship in 0 days', 'usually ships within 0 to 0 days',
        'in stock in stock'
    ]),
    ('availability', 'en', 'prefix', 'in_stock', array['available from']),
    ('availability', 'en', 'contains', 'out_of_stock', array[
        'unavailable', 'out of stock', 'not in stock', 'no longer in stock', 'no longer available', 'not available',
        'not currently available', 'isn t available', 'not yet available', 'aren t available', 'sold out',
        'in stock on', 'in stock from', 'in stock by', 'in stock in 0', 'in stock soon', 'back in stock',
        'in stock again', 'in stock at a later date', 'in stock no', 'in stock false', 'in stock 0 false',
        'we don t know when', 'will be released on', 'will be available', 'not yet released', 'has not been released',
        'pre order', 'coming soon', 'available soon', 'back soon', 'available on 0', 'expected to ship in',
        'within 0 months', 'within 0 to 0 months', 'within 0 month', 'notify me when', 'email me when',
        'available from 0 january', 'available from 0 february', 'available from 0 march', 'available from 0 april',
        'available from 0 may', 'available from 0 june', 'available from 0 july', 'available from 0 august',
        'available from 0 september', 'available from 0 october', 'available from 0 november',
        'available from 0 december', 'available from 0 jan', 'available from 0 feb', 'available from 0 mar',
        'available from 0 apr', 'available from 0 jun', 'available from 0 jul', 'available from 0 aug',
        'available from 0 sep', 'available from 0 sept', 'available from 0 oct', 'available from 0 nov',
        'available from 0 dec', 'available from 0st', 'available from 0nd', 'available from 0rd', 'available from 0th',
        'none in stock', 'no units in stock', 'in 0 months', 'in 0 to 0 months', 'in 0 month', 'restocking soon',
        'arriving soon', 'awaiting stock', 'stock expected', 'expected in stock', 'on backorder', 'on back order',
        'available for backorder', 'in stock shortly', 'in stock later', 'more stock soon'
    ]),
    ('availability', 'en', 'exact', 'out_of_stock', array[
        'usually ships within 0 months', 'usually ships within 0 to 0 months',
        'usually dispatched within 0 to 0 months', 'currently unavailable',
        'currently unavailable we don t know when or if this item will be back in stock', 'temporarily out of stock',
        'temporarily unavailable', 'available from 0'
    ]),
    ('availability', 'en', 'prefix', 'out_of_stock', array[
        'available from january', 'available on january', 'available from february', 'available on february',
        'available from march', 'available on march', 'available from april', 'available on april',
        'available from may', 'available on may', 'available from june', 'available on june', 'available from july',
        'available on july', 'available from august', 'available on august', 'available from september',
        'available on september', 'available from october', 'available on october', 'available from november',
        'available on november', 'available from december', 'available on december'
    ]),
    ('availability', 'de', 'contains', 'in_stock', array[
        'auf lager', 'auf vorrat', 'sofort lieferbar', U&'sofort verf\00FCgbar', U&'jetzt verf\00FCgbar',
        U&'wieder verf\00FCgbar', U&'verf\00FCgbar bei diesen anbietern', U&'bei diesen anbietern verf\00FCgbar',
        'versandfertig in', 'versandfertig innerhalb', 'versandbereit in', 'lieferbar in',
        U&'verf\00FCgbar bei 0 verk\00E4ufern', U&'verf\00FCgbar bei 0 anbietern', U&'verf\00FCgbar von 0 anbietern'
    ]),
    ('availability', 'de', 'exact', 'in_stock', array[
        U&'verf\00FCgbar', 'lieferbar', U&'vorr\00E4tig', U&'gew\00F6hnlich versandfertig in',
        'nur noch 0 auf lager', 'nur noch 0 auf lager mehr ist unterwegs'
    ]),
    ('availability', 'de', 'contains', 'out_of_stock', array[
        'nicht auf lager', 'nicht mehr auf lager', U&'nicht mehr vorr\00E4tig', U&'nicht vorr\00E4tig',
        U&'nicht verf\00FCgbar', U&'nicht mehr verf\00FCgbar', 'nicht lieferbar', 'nicht mehr lieferbar', 'ausverkauft',
        'vergriffen', 'ob und wann', 'wieder auf lager am', 'wieder auf lager sein', 'bald wieder auf lager',
        U&'in k\00FCrze wieder auf lager', 'auf lager am 0', 'auf lager ab', 'ab 0 auf lager', U&'bald verf\00FCgbar',
        U&'verf\00FCgbar ab', U&'verf\00FCgbar am', U&'bald wieder verf\00FCgbar', U&'in k\00FCrze verf\00FCgbar',
        U&'in k\00FCrze wieder verf\00FCgbar', 'lieferbar ab', 'noch nicht erschienen', 'vorbestellen', 'vorbestellbar',
        'vorbestellung', 'erscheint am', 'erscheinungstermin', 'versandfertig in 0 monaten',
        'versandfertig in 0 bis 0 monaten', 'versandfertig in 0 monat', 'innerhalb von 0 bis 0 monaten',
        'keine auf lager', 'kein auf lager', U&'demn\00E4chst auf lager', U&'demn\00E4chst wieder',
        U&'demn\00E4chst verf\00FCgbar', 'bald auf lager', U&'in k\00FCrze auf lager', 'bald lieferbar', 'in 0 monaten',
        'in 0 bis 0 monaten', 'auf lager in 0', 'kommt bald'
    ]),
    ('availability', 'de', 'exact', 'out_of_stock', array[
        'auf lager ab dem', U&'wieder verf\00FCgbar am', U&'wieder verf\00FCgbar ab', U&'noch nicht verf\00FCgbar',
        'jetzt vorbestellen', U&'derzeit nicht verf\00FCgbar',
        U&'derzeit nicht verf\00FCgbar ob und wann dieser artikel wieder vorr\00E4tig sein wird ist unbekannt',
        'derzeit nicht auf lager', 'momentan nicht auf lager'
    ]),
    ('availability', 'fr', 'contains', 'in_stock', array[
        'en stock', U&'disponible aupr\00E8s de ces vendeurs', 'disponible chez ces vendeurs', 'disponible maintenant',
        U&'exp\00E9di\00E9 sous', U&'exp\00E9di\00E9 dans les', U&'exp\00E9dition sous',
        U&'disponible aupr\00E8s de 0 vendeurs', 'disponible chez 0 vendeurs'
    ]),
    ('availability', 'fr', 'exact', 'in_stock', array[
        'disponible', U&'disponible imm\00E9diatement', U&'habituellement exp\00E9di\00E9 sous',
        U&'g\00E9n\00E9ralement exp\00E9di\00E9 sous', 'il ne reste plus que 0 exemplaire s en stock'
    ]),
    ('availability', 'fr', 'contains', 'out_of_stock', array[
        'pas en stock', 'plus en stock', 'rupture de stock', 'en rupture', 'indisponible', 'non disponible',
        'pas disponible', 'plus disponible', U&'\00E9puis\00E9', 'hors stock', U&'bient\00F4t de nouveau en stock',
        U&'bient\00F4t en stock', 'en stock le', U&'en stock \00E0 partir du', U&'en stock d\00E8s le',
        U&'en stock \00E0 compter du', 'disponible le 0', U&'disponible \00E0 partir du', U&'disponible d\00E8s le',
        U&'bient\00F4t disponible', 'disponible prochainement', 'nous ne savons pas quand', U&'pr\00E9commande',
        'pas encore paru', U&'para\00EEtra le', 'sera disponible', 'sortira le', U&'exp\00E9di\00E9 sous 0 mois',
        U&'exp\00E9di\00E9 sous 0 \00E0 0 mois', 'aucun en stock', 'retour en stock', 'prochainement en stock',
        'en stock prochainement', U&'en stock bient\00F4t', U&'bient\00F4t de retour', 'sous 0 mois',
        U&'sous 0 \00E0 0 mois', 'dans 0 mois', U&'dans 0 \00E0 0 mois', 'de nouveau en stock'
    ]),
    ('availability', 'fr', 'exact', 'out_of_stock', array[
        U&'stock \00E9puis\00E9', 'de nouveau en stock le', 'actuellement indisponible',
        'temporairement en rupture de stock',
        U&'actuellement indisponible nous ne savons pas quand cet article sera de nouveau approvisionn\00E9 ni s il le sera'
    ]),
    ('availability', 'it', 'contains', 'in_stock', array[
        U&'disponibilit\00E0 immediata', 'disponibile immediatamente', 'disponibile presso questi venditori',
        'disponibile da questi venditori', U&'disponibilit\00E0 solo 0', 'solo 0 rimasti', 'solo 0 disponibili',
        'ultimi 0 disponibili', 'in magazzino', 'spedito entro', 'spedizione entro', 'disponibile presso 0 venditori',
        'disponibile da 0 venditori'
    ]),
    ('availability', 'it', 'exact', 'in_stock', array[
        'disponibile', 'disponibile subito', 'generalmente spedito entro', 'di solito spedito entro'
    ]),
    ('availability', 'it', 'contains', 'out_of_stock', array[
        'non disponibile', U&'non \00E8 disponibile', U&'non pi\00F9 disponibile', 'non ancora disponibile',
        'non in magazzino', 'non disponibili', 'esaurito', 'esaurita', 'esauriti', 'terminato',
        U&'sar\00E0 disponibile', 'di nuovo disponibile il', 'disponibile dal', 'disponibile il 0',
        'disponibile a partire dal', 'disponibile a partire da', 'presto disponibile', 'disponibile a breve',
        'disponibile prossimamente', 'non sappiamo se o quando', 'preordina', 'preordine', 'preordinare', 'prenota',
        U&'sar\00E0 pubblicato il', 'spedito entro 0 mesi', 'non in stock', 'nessuno in stock', 'di nuovo in magazzino',
        'di nuovo in stock', 'presto di nuovo', 'torna presto', 'presto in stock', 'presto in magazzino',
        'in magazzino dal', 'in stock dal', 'torna in stock', 'entro 0 mesi', 'entro 0 o 0 mesi', 'in 0 mesi',
        'in 0 a 0 mesi', 'tra 0 mesi'
    ]),
    ('availability', 'it', 'exact', 'out_of_stock', array[
        'di nuovo disponibile dal', 'attualmente non disponibile', 'temporaneamente non disponibile',
        U&'attualmente non disponibile ancora non sappiamo quando o se l articolo sar\00E0 di nuovo disponibile'
    ]),
    ('availability', 'es', 'contains', 'in_stock', array[
        'en existencia', 'en existencias', 'hay existencias', U&'disponible a trav\00E9s de estos vendedores',
        'disponible de estos vendedores', 'disponible con estos vendedores', 'disponible inmediatamente',
        'disponibilidad inmediata', 'quedan 0', 'queda 0', 'solo queda', U&'s\00F3lo queda', 'solo hay 0',
        U&'env\00EDo en el plazo de', U&'env\00EDo en un plazo de', U&'se env\00EDa en', U&'env\00EDo en 0',
        U&'disponible a trav\00E9s de 0 vendedores', 'disponible de 0 vendedores'
    ]),
    ('availability', 'es', 'exact', 'in_stock', array[
        'disponible ahora', U&'disponible para env\00EDo', U&'normalmente se env\00EDa en',
        U&'se env\00EDa en un plazo de', 'disponible para enviar', U&'s\00F3lo queda n 0 en stock',
        'solo queda n 0 en stock'
    ]),
    ('availability', 'es', 'contains', 'out_of_stock', array[
        'no disponible', U&'no est\00E1 disponible', 'no se encuentra disponible', 'no disponemos', 'agotado',
        'agotada', 'agotados', 'sin stock', 'sin existencias', 'sin disponibilidad', 'no hay stock', 'no en stock',
        'no hay existencias', U&'no est\00E1 en stock', 'fuera de stock', 'descatalogado', 'no quedan', 'en stock el',
        'en stock a partir del', 'pronto en stock', 'disponible el 0', 'disponible a partir de',
        'disponible a partir del', 'disponible desde el', 'disponible pronto', U&'pr\00F3ximamente', 'no sabemos si',
        U&'estar\00E1 disponible', U&'res\00E9rvalo', 'reservar ahora', 'preventa', 'pre venta',
        U&'se publicar\00E1 el', U&'a\00FAn no se ha publicado', U&'se env\00EDa en 0 meses',
        U&'se env\00EDa en 0 a 0 meses', 'en el plazo de 0 a 0 meses', 'en un plazo de 0 a 0 meses',
        U&'env\00EDo en 0 a 0 meses', 'ninguno en stock', 'de nuevo en stock', 'de vuelta en stock', 'pronto de nuevo',
        'pronto de vuelta', 'pronto disponible', U&'volver\00E1 a estar', 'en 0 meses', 'en 0 a 0 meses',
        'en 0 o 0 meses'
    ]),
    ('availability', 'es', 'exact', 'out_of_stock', array[
        U&'ya no est\00E1 disponible', U&'en stock pr\00F3ximamente', 'de nuevo en stock el',
        'vuelve a estar en stock el', U&'disponible pr\00F3ximamente', U&'pr\00F3ximamente disponible',
        U&'no sabemos si este producto volver\00E1', U&'se env\00EDa en un plazo de 0 a 0 meses',
        'no disponible por el momento',
        U&'no disponible no sabemos si este producto volver\00E1 a estar disponible ni cu\00E1ndo',
        'temporalmente sin stock'
    ]),
    ('availability', 'nl', 'contains', 'in_stock', array[
        'op voorraad', 'op vooraad', 'beschikbaar bij deze verkopers', 'verkrijgbaar bij deze verkopers',
        'direct leverbaar', 'nu beschikbaar', 'direct beschikbaar', 'verzonden binnen', 'beschikbaar bij 0 verkopers',
        'verkrijgbaar bij 0 verkopers'
    ]),
    ('availability', 'nl', 'exact', 'in_stock', array[
        'beschikbaar', 'leverbaar', 'verkrijgbaar', 'gewoonlijk verzonden binnen', 'wordt verzonden binnen',
        'doorgaans verzonden binnen', 'op voorraad maar', 'nog slechts 0 op voorraad'
    ]),
    ('availability', 'nl', 'contains', 'out_of_stock', array[
        'niet op voorraad', 'niet meer op voorraad', 'niet voorradig', 'niet beschikbaar', 'niet meer beschikbaar',
        'niet leverbaar', 'niet meer leverbaar', 'uitverkocht', 'onbeschikbaar', 'weer op voorraad op',
        'binnenkort weer op voorraad', 'binnenkort op voorraad', 'op voorraad op 0', 'op voorraad vanaf',
        'op voorraad per', 'beschikbaar vanaf', 'beschikbaar op 0', 'binnenkort beschikbaar',
        'binnenkort weer beschikbaar', 'binnenkort leverbaar', 'leverbaar vanaf', 'we weten niet of en wanneer',
        'nu reserveren', 'wordt uitgebracht op', 'verschijnt op', 'verzonden binnen 0 maanden',
        'verzonden binnen 0 tot 0 maanden', 'geen op voorraad', 'snel weer', 'spoedig', 'terug op voorraad',
        'op voorraad binnenkort', 'binnen 0 maanden', 'binnen 0 tot 0 maanden', 'over 0 maanden'
    ]),
    ('availability', 'nl', 'exact', 'out_of_stock', array[
        'nog niet beschikbaar', 'weer op voorraad vanaf', 'momenteel niet beschikbaar',
        'tijdelijk niet op voorraad', 'momenteel niet op voorraad'
    ]),
    ('availability', 'sv', 'contains', 'in_stock', array[
        'i lager', U&'tillg\00E4nglig fr\00E5n dessa s\00E4ljare', U&'tillg\00E4nglig hos dessa s\00E4ljare',
        U&'tillg\00E4nglig nu', 'finns kvar', 'skickas vanligtvis inom', 'skickas inom', 'levereras inom',
        U&'tillg\00E4nglig hos 0 s\00E4ljare'
    ]),
    ('availability', 'sv', 'exact', 'in_stock', array[
        U&'tillg\00E4nglig', U&'tillg\00E4ngligt', 'finns i lager', 'endast 0 kvar i lager',
        U&'tillg\00E4nglig fr\00E5n 0 s\00E4ljare'
    ]),
    ('availability', 'sv', 'contains', 'out_of_stock', array[
        'inte i lager', 'ej i lager', U&'inte l\00E4ngre i lager', U&'inte tillg\00E4nglig', U&'inte tillg\00E4ngligt',
        U&'inte l\00E4ngre tillg\00E4nglig', U&'inte \00E4r tillg\00E4nglig', U&'ej tillg\00E4nglig',
        U&'otillg\00E4nglig', U&'otillg\00E4ngligt', U&'sluts\00E5ld', 'slut i lager', U&'slut p\00E5 lager',
        U&'tillf\00E4lligt slut', U&'\00E4r slut', U&'\00E5ter i lager', 'snart i lager', 'i lager igen', 'i lager den',
        U&'i lager fr\00E5n', U&'tillg\00E4nglig fr\00E5n 0', U&'tillg\00E4nglig fr\00E5n den', U&'tillg\00E4nglig den',
        'kommer snart', U&'tillg\00E4nglig snart', U&'snart tillg\00E4nglig', U&'vi vet inte n\00E4r',
        U&'f\00F6rbest\00E4ll', U&'f\00F6rhandsboka', U&'sl\00E4pps den', U&'inom 0 till 0 m\00E5nader',
        U&'inom 0 m\00E5nader', 'inga i lager', 'ingen i lager', 'tillbaka i lager', 'snart tillbaka', 'i lager snart'
    ]),
    ('availability', 'sv', 'exact', 'out_of_stock', array[
        U&'\00E5ter i lager den', U&'snart \00E5ter i lager', U&'i lager fr\00E5n och med',
        U&'skickas vanligtvis inom 0 m\00E5nader', U&'skickas inom 0 m\00E5nader',
        U&'f\00F6r n\00E4rvarande inte tillg\00E4nglig', U&'tillf\00E4lligt slut i lager'
    ]),
    ('availability', 'pl', 'contains', 'in_stock', array[
        'w magazynie', 'na magazynie', U&'dost\0119pny u tych sprzedawc\00F3w', U&'dost\0119pne u tych sprzedawc\00F3w',
        U&'dost\0119pny od r\0119ki', U&'dost\0119pne od r\0119ki', U&'pozosta\0142o tylko', U&'zosta\0142o tylko',
        'tylko 0 szt', U&'pozosta\0142o 0', U&'wysy\0142ka w ci\0105gu', U&'wysy\0142ane w ci\0105gu',
        U&'dost\0119pny u 0 sprzedawc\00F3w', U&'dost\0119pne u 0 sprzedawc\00F3w'
    ]),
    ('availability', 'pl', 'exact', 'in_stock', array[
        U&'dost\0119pny', U&'dost\0119pna', U&'dost\0119pne', 'na stanie', U&'zwykle wysy\0142ane w ci\0105gu',
        U&'zazwyczaj wysy\0142ane w ci\0105gu', U&'zwykle wysy\0142ka w ci\0105gu', U&'pozosta\0142o tylko 0'
    ]),
    ('availability', 'pl', 'contains', 'out_of_stock', array[
        U&'niedost\0119pny', U&'niedost\0119pna', U&'niedost\0119pne', U&'nie jest dost\0119pny', U&'nie dost\0119pny',
        U&'nie jest ju\017C dost\0119pny', 'brak w magazynie', 'brak na stanie', 'nie ma w magazynie',
        'nie ma na stanie', 'brak towaru', 'wyprzedany', 'wyprzedane', 'wyprzedano', 'chwilowy brak', 'tymczasowo brak',
        'nie wiemy czy i kiedy', 'ponownie w magazynie', U&'wkr\00F3tce w magazynie', U&'wkr\00F3tce ponownie',
        'w magazynie od 0', 'w magazynie dnia', 'w magazynie od dnia', U&'dost\0119pny od 0', U&'dost\0119pne od 0',
        U&'dost\0119pny od dnia', U&'dost\0119pny wkr\00F3tce', U&'wkr\00F3tce dost\0119pny',
        U&'dost\0119pne wkr\00F3tce', U&'wkr\00F3tce dost\0119pne', U&'przedsprzeda\017C',
        U&'zam\00F3w w przedsprzeda\017Cy', 'premiera 0', U&'b\0119dzie dost\0119pny', U&'w ci\0105gu 0 miesi\0119cy',
        U&'w ci\0105gu 0 do 0 miesi\0119cy', U&'wkr\00F3tce znowu', U&'wkr\00F3tce zn\00F3w',
        U&'zn\00F3w w magazynie wkr\00F3tce', U&'w magazynie wkr\00F3tce'
    ]),
    ('availability', 'pl', 'exact', 'out_of_stock', array[U&'obecnie niedost\0119pny', U&'chwilowo niedost\0119pny']),
    ('availability', 'tr', 'contains', 'in_stock', array[
        'stokta var', 'stokta mevcut', 'stoklarda var', 'stokta sadece', U&'stokta yaln\0131zca', 'stokta 0',
        U&'bu sat\0131c\0131larda mevcut', U&'bu sat\0131c\0131lardan temin edilebilir',
        U&'bu sat\0131c\0131lardan edinilebilir', 'hemen teslim', U&'genellikle 0 g\00FCn i\00E7inde',
        U&'g\00FCn i\00E7inde kargoya verilir', U&'hafta i\00E7inde kargoya verilir', U&'i\00E7inde g\00F6nderilir',
        U&'adet kald\0131', U&'0 sat\0131c\0131da mevcut'
    ]),
    ('availability', 'tr', 'exact', 'in_stock', array[
        'mevcut', 'var', 'stokta', 'stoklarda', U&'stokta sadece 0 adet kald\0131'
    ]),
    ('availability', 'tr', 'contains', 'out_of_stock', array[
        'stokta yok', 'stoklarda yok', 'stokta bulunmuyor', U&'stokta de\011Fil', U&'mevcut de\011Fil',
        U&'mevcut de\011Fildir', U&'t\00FCkendi', U&'t\00FCkenmi\015Ftir', U&'stok d\0131\015F\0131',
        'tarihinde stokta', 'tarihinde stoklarda', 'tekrar stokta', 'yeniden stokta', 'stokta olacak',
        'stoklarda olacak', U&'yak\0131nda', U&'tarihinde sat\0131\015Fa', U&'\00F6n sipari\015F',
        U&'\00F6n sat\0131\015F', U&'ay i\00E7inde kargoya verilir', U&'ay i\00E7inde g\00F6nderilir',
        'ne zaman stoklarda', U&'0 ay i\00E7inde', '0 ila 0 ay'
    ]),
    ('availability', 'tr', 'exact', 'out_of_stock', array[
        U&'stokta mevcut de\011Fil', U&'art\0131k mevcut de\011Fil', U&'ge\00E7ici olarak stokta yok',
        U&'yak\0131nda stokta', U&'yak\0131nda stoklarda', U&'\015Fu anda mevcut de\011Fil'
    ]),
    ('availability', 'pt-BR', 'contains', 'in_stock', array[
        'em estoque', 'em stock', U&'dispon\00EDvel com estes vendedores', U&'dispon\00EDvel por estes vendedores',
        U&'dispon\00EDvel nestes vendedores', U&'dispon\00EDvel a partir destes vendedores', 'pronta entrega',
        U&'dispon\00EDvel imediatamente', U&'dispon\00EDvel para entrega imediata', 'restam apenas', 'resta 0',
        'restam 0', 'geralmente enviado em', 'geralmente despachado em', U&'enviado em at\00E9', 'enviado em 0 dias',
        U&'envio em at\00E9', U&'dispon\00EDvel com 0 vendedores'
    ]),
    ('availability', 'pt-BR', 'exact', 'in_stock', array[
        U&'dispon\00EDvel', U&'dispon\00EDvel agora', U&'dispon\00EDvel para envio', 'apenas 0 em estoque',
        U&'s\00F3 0 em estoque', U&'s\00F3 restam 0 em estoque'
    ]),
    ('availability', 'pt-BR', 'contains', 'out_of_stock', array[
        U&'n\00E3o dispon\00EDvel', U&'n\00E3o est\00E1 dispon\00EDvel', U&'indispon\00EDvel',
        U&'n\00E3o mais dispon\00EDvel', U&'n\00E3o h\00E1 estoque', U&'n\00E3o est\00E1 mais dispon\00EDvel',
        'esgotado', 'esgotada', 'sem estoque', 'fora de estoque', U&'n\00E3o est\00E1 em estoque',
        U&'n\00E3o em estoque', U&'n\00E3o h\00E1 mais', 'em estoque em 0', 'em estoque a partir de',
        'em estoque no dia', 'de volta ao estoque', 'novamente em estoque', U&'voltar\00E1 ao estoque',
        U&'dispon\00EDvel em 0 de', U&'dispon\00EDvel a partir de 0', 'em breve', U&'n\00E3o sabemos quando',
        U&'pr\00E9 venda', U&'pr\00E9 encomenda', U&'ser\00E1 lan\00E7ado em', U&'estar\00E1 dispon\00EDvel',
        U&'ainda n\00E3o foi lan\00E7ado', 'enviado em 0 meses', 'despachado em 0 a 0 meses', 'enviado em 0 a 0 meses',
        U&'em at\00E9 0 meses', 'dentro de 0 a 0 meses', 'nenhum em estoque', U&'voltar\00E1 em breve', 'em 0 meses',
        'em 0 a 0 meses'
    ]),
    ('availability', 'pt-BR', 'exact', 'out_of_stock', array[
        'em breve em estoque', 'em estoque em breve', U&'dispon\00EDvel em breve', U&'em breve dispon\00EDvel',
        U&'atualmente indispon\00EDvel', 'temporariamente sem estoque'
    ]),
    ('availability', 'ja', 'contains', 'in_stock', array[
        U&'\5728\5EAB\3042\308A', U&'\6B8B\308A0\70B9', U&'\6B8B\308A0\500B', U&'\6B8B\308A\308F\305A\304B',
        U&'\3054\6CE8\6587\306F\304A\65E9\3081\306B', U&'\65E5\4EE5\5185\306B\767A\9001',
        U&'\9031\9593\4EE5\5185\306B\767A\9001', U&'\65E5\4EE5\5185\306B\51FA\8377', U&'\901A\5E380\65E5',
        U&'\51FA\54C1\8005\304B\3089\304A\6C42\3081\3044\305F\3060\3051\307E\3059',
        U&'\304B\3089\3082\304A\6C42\3081\3044\305F\3060\3051\307E\3059', U&'\3059\3050\306B\767A\9001',
        U&'\5373\7D0D', U&'\304A\53D6\308A\5BC4\305B\53EF\80FD'
    ]),
    ('availability', 'ja', 'exact', 'in_stock', array[
        U&'\3042\308A', U&'\5728\5EAB\6709\308A', U&'\5728\5EAB\6709', U&'\8CA9\58F2\4E2D',
        U&'\70B9\5728\5EAB\3042\308A', U&'\6B8B\308A0\70B9\3054\6CE8\6587\306F\304A\65E9\3081\306B'
    ]),
    ('availability', 'ja', 'contains', 'out_of_stock', array[
        U&'\5728\5EAB\5207\308C', U&'\5728\5EAB\306A\3057', U&'\5728\5EAB\304C\3042\308A\307E\305B\3093',
        U&'\5728\5EAB\306F\3042\308A\307E\305B\3093', U&'\5728\5EAB\3042\308A\307E\305B\3093', U&'\54C1\5207\308C',
        U&'\58F2\308A\5207\308C', U&'\58F2\5207\308C', U&'\5B8C\58F2',
        U&'\53D6\308A\6271\3044\3067\304D\307E\305B\3093', U&'\304A\53D6\308A\6271\3044\3057\3066\3044\307E\305B\3093',
        U&'\53D6\6271\3044\3067\304D\307E\305B\3093', U&'\5165\8377\6642\671F\306F\672A\5B9A', U&'\518D\5165\8377',
        U&'\5165\8377\672A\5B9A', U&'\5165\8377\5F85\3061', U&'\5165\8377\4E88\5B9A\3067\3059',
        U&'\65E5\5165\8377\4E88\5B9A', U&'\65E5\306B\5165\8377', U&'\5165\8377\6B21\7B2C', U&'\8FD1\65E5\5165\8377',
        U&'\8FD1\65E5\767A\58F2', U&'\65E5\306B\5728\5EAB', U&'\767A\58F2\4E88\5B9A', U&'\4E88\7D04\53D7\4ED8\4E2D',
        U&'\4E88\7D04\6CE8\6587', U&'\4E88\7D04\5546\54C1', U&'\307E\3060\767A\58F2\3055\308C\3066\3044\307E\305B\3093',
        U&'\73FE\5728\3054\5229\7528\3044\305F\3060\3051\307E\305B\3093', U&'\304B\6708\4EE5\5185\306B\767A\9001',
        U&'\30F6\6708\4EE5\5185\306B\767A\9001', U&'\30AB\6708\4EE5\5185\306B\767A\9001',
        U&'\30F5\6708\4EE5\5185\306B\767A\9001', U&'\30B1\6708\4EE5\5185\306B\767A\9001', U&'\8CA9\58F2\7D42\4E86',
        U&'\751F\7523\7D42\4E86', U&'\307E\3082\306A\304F\5165\8377', U&'\307E\3082\306A\304F\518D\5165\8377',
        U&'\304B\6708\5F8C', U&'\5728\5EAB\30BC\30ED'
    ]),
    ('availability', 'ja', 'exact', 'out_of_stock', array[
        U&'\306A\3057', U&'\5728\5EAB\7121\3057', U&'\5728\5EAB\7121', U&'\5165\8377\4E88\5B9A',
        U&'\304A\53D6\308A\6271\3044\3067\304D\307E\305B\3093', U&'\65E5\306B\5165\8377\4E88\5B9A',
        U&'\65E5\767A\58F2\4E88\5B9A', U&'\73FE\5728\5728\5EAB\5207\308C\3067\3059',
        U&'\4E00\6642\7684\306B\5728\5EAB\5207\308C',
        U&'\73FE\5728\304A\53D6\308A\6271\3044\3067\304D\307E\305B\3093'
    ]),
    ('availability', 'ar', 'contains', 'in_stock', array[
        U&'\0645\062A\0648\0641\0631 \0628\0627\0644\0645\062E\0632\0648\0646',
        U&'\0641\064A \0627\0644\0645\062E\0632\0648\0646', U&'\0645\062A\0628\0642\064A 0',
        U&'\062A\0628\0642\0649 0', U&'\062A\0628\0642\0649 \0641\0642\0637', U&'\064A\062A\0628\0642\0649',
        U&'\0645\062A\0628\0642\064A \0641\0642\0637',
        U&'\0645\062A\0648\0641\0631 \0645\0646 \0647\0624\0644\0627\0621 \0627\0644\0628\0627\0626\0639\064A\0646',
        U&'\0645\062A\0627\062D \0645\0646 \0647\0624\0644\0627\0621 \0627\0644\0628\0627\0626\0639\064A\0646',
        U&'\064A\0634\062D\0646 \0639\0627\062F\0629 \062E\0644\0627\0644',
        U&'\064A\062A\0645 \0634\062D\0646\0647 \0639\0627\062F\0629',
        U&'\064A\0634\062D\0646 \062E\0644\0627\0644', U&'\0645\062A\0648\0641\0631 \0644\0644\0634\062D\0646',
        U&'\0642\0637\0639 \0641\0642\0637', U&'\0645\062A\0648\0641\0631 \062D\0627\0644\064A\0627',
        U&'\0645\062A\0648\0641\0631 \062D\0627\0644\064A\0627\064B'
    ]),
    ('availability', 'ar', 'exact', 'in_stock', array[
        U&'\0645\062A\0648\0641\0631', U&'\0645\062A\0627\062D', U&'\0645\062A\0648\0641\0631 \0627\0644\0622\0646',
        U&'\0645\062A\0648\0641\0631\0629',
        U&'\0645\062A\0648\0641\0631 \0641\064A \0627\0644\0645\062E\0632\0648\0646',
        U&'\062A\0628\0642\0649 0 \0641\0642\0637 \0627\0637\0644\0628\0647 \0627\0644\0622\0646'
    ]),
    ('availability', 'ar', 'contains', 'out_of_stock', array[
        U&'\063A\064A\0631 \0645\062A\0648\0641\0631', U&'\063A\064A\0631 \0645\062A\0648\0641\0631\0629',
        U&'\063A\064A\0631 \0645\062A\0627\062D', U&'\063A\064A\0631 \0645\062A\0627\062D\0629',
        U&'\0644\064A\0633 \0645\062A\0648\0641\0631', U&'\0644\0645 \064A\0639\062F \0645\062A\0648\0641\0631',
        U&'\0644\0645 \064A\0639\062F \0645\062A\0627\062D',
        U&'\0644\064A\0633 \0641\064A \0627\0644\0645\062E\0632\0648\0646',
        U&'\063A\064A\0631 \0645\0648\062C\0648\062F \0641\064A \0627\0644\0645\062E\0632\0648\0646',
        U&'\0646\0641\062F \0645\0646 \0627\0644\0645\062E\0632\0648\0646',
        U&'\0646\0641\0630\062A \0627\0644\0643\0645\064A\0629',
        U&'\0646\0641\062F \0627\0644\0645\062E\0632\0648\0646',
        U&'\0646\0641\0630 \0645\0646 \0627\0644\0645\062E\0632\0648\0646',
        U&'\0646\0641\0630 \0627\0644\0645\062E\0632\0648\0646', U&'\0646\0641\062F\062A',
        U&'\0642\0631\064A\0628\0627', U&'\0642\0631\064A\0628\0627\064B', U&'\0633\064A\062A\0648\0641\0631',
        U&'\0633\064A\0643\0648\0646 \0645\062A\0648\0641\0631', U&'\0645\062A\0648\0641\0631 \0641\064A 0',
        U&'\0645\062A\0648\0641\0631 \0641\064A \0627\0644\0645\062E\0632\0648\0646 \0641\064A 0',
        U&'\0645\062A\0648\0641\0631 \0628\062F\0621\0627 \0645\0646',
        U&'\0645\062A\0648\0641\0631 \0627\0628\062A\062F\0627\0621 \0645\0646',
        U&'\0645\062A\0648\0641\0631 \0627\0639\062A\0628\0627\0631\0627 \0645\0646',
        U&'\0644\0627 \0646\0639\0644\0645 \0645\062A\0649', U&'\0637\0644\0628 \0645\0633\0628\0642',
        U&'\0627\0644\0637\0644\0628 \0627\0644\0645\0633\0628\0642', U&'\062E\0644\0627\0644 \0634\0647\0631'
    ]),
    ('availability', 'ar', 'exact', 'out_of_stock', array[
        U&'\0646\0641\062F\062A \0627\0644\0643\0645\064A\0629',
        U&'\0645\062A\0648\0641\0631 \0642\0631\064A\0628\0627',
        U&'\0645\062A\0648\0641\0631 \0642\0631\064A\0628\0627\064B',
        U&'\0633\064A\062A\0648\0641\0631 \0641\064A \0627\0644\0645\062E\0632\0648\0646',
        U&'\062E\0644\0627\0644 \0634\0647\0631 \0625\0644\0649 \0634\0647\0631\064A\0646',
        U&'\063A\064A\0631 \0645\062A\0648\0641\0631 \062D\0627\0644\064A\0627\064B',
        U&'\063A\064A\0631 \0645\062A\0648\0641\0631 \062D\0627\0644\064A\0627'
    ]),
    ('availability', 'hi', 'contains', 'in_stock', array[
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0939\0948',
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0909\092A\0932\092C\094D\0927',
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0915\0947\0935\0932',
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0938\093F\0930\094D\092B\093C',
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0938\093F\0930\094D\092B',
        U&'\0907\0928 \0935\093F\0915\094D\0930\0947\0924\093E\0913\0902 \0938\0947 \0909\092A\0932\092C\094D\0927',
        U&'\092C\093E\0915\0940 \0939\0948\0902', U&'\092C\091A\0947 \0939\0948\0902',
        U&'\0936\093F\092A \0939\094B\0924\093E \0939\0948',
        U&'\0905\092D\0940 \0909\092A\0932\092C\094D\0927 \0939\0948'
    ]),
    ('availability', 'hi', 'exact', 'in_stock', array[
        U&'\0909\092A\0932\092C\094D\0927', U&'\0909\092A\0932\092C\094D\0927 \0939\0948',
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902'
    ]),
    ('availability', 'hi', 'contains', 'out_of_stock', array[
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0928\0939\0940\0902',
        U&'\0909\092A\0932\092C\094D\0927 \0928\0939\0940\0902', U&'\0905\0928\0941\092A\0932\092C\094D\0927',
        U&'\0938\094D\091F\0949\0915 \0916\093C\0924\094D\092E', U&'\0938\094D\091F\0949\0915 \0916\0924\094D\092E',
        U&'\0938\094D\091F\0949\0915 \0938\092E\093E\092A\094D\0924',
        U&'\0906\0909\091F \0911\092B \0938\094D\091F\0949\0915',
        U&'\0906\0909\091F \0911\092B\093C \0938\094D\091F\0949\0915', U&'\092C\093F\0915 \091A\0941\0915\093E',
        U&'\091C\0932\094D\0926 \0939\0940', U&'\091C\0932\094D\0926 \0906 \0930\0939\093E',
        U&'\0915\094B \0938\094D\091F\0949\0915 \092E\0947\0902',
        U&'\0909\092A\0932\092C\094D\0927 \0939\094B\0917\093E', U&'\092A\094D\0930\0940 \0911\0930\094D\0921\0930',
        U&'\092A\094D\0930\0940\0911\0930\094D\0921\0930',
        U&'\0939\092E\0947\0902 \0928\0939\0940\0902 \092A\0924\093E'
    ]),
    ('availability', 'hi', 'exact', 'out_of_stock', array[
        U&'\0938\094D\091F\0949\0915 \092E\0947\0902 \0909\092A\0932\092C\094D\0927 \0928\0939\0940\0902',
        U&'\0938\0947 \0909\092A\0932\092C\094D\0927 \0939\094B\0917\093E'
    ]),
    ('availability', 'zh-CN', 'contains', 'in_stock', array[
        U&'\6709\73B0\8D27', U&'\5E93\5B58\6709\8D27', U&'\6709\5E93\5B58', U&'\4EC5\5269',
        U&'\5929\5185\53D1\8D27', U&'\5468\5185\53D1\8D27', U&'\53EF\4ECE\8FD9\4E9B\5356\5BB6\8D2D\4E70',
        U&'\53EF\7ACB\5373\53D1\8D27'
    ]),
    ('availability', 'zh-CN', 'exact', 'in_stock', array[
        U&'\6709\8D27', U&'\73B0\8D27', U&'\4EC5\52690\4EF6', U&'\5E93\5B58\4EC5\5269',
        U&'\901A\5E38\57280\5929\5185\53D1\8D27'
    ]),
    ('availability', 'zh-CN', 'contains', 'out_of_stock', array[
        U&'\65E0\8D27', U&'\65E0\73B0\8D27', U&'\6CA1\6709\73B0\8D27', U&'\975E\73B0\8D27', U&'\7F3A\8D27',
        U&'\65E0\5E93\5B58', U&'\6CA1\6709\5E93\5B58', U&'\552E\7F44', U&'\552E\5B8C', U&'\5DF2\4E0B\67B6',
        U&'\6682\4E0D\53EF\552E', U&'\4E0D\53EF\7528', U&'\76EE\524D\4E0D\53EF\552E', U&'\9884\552E',
        U&'\9884\8BA2', U&'\9884\8D2D', U&'\5373\5C06\5230\8D27', U&'\5373\5C06\4E0A\5E02',
        U&'\5230\8D27\65E5\671F', U&'\65E5\5230\8D27', U&'\65E5\6709\8D27', U&'\4E0D\786E\5B9A\4F55\65F6',
        U&'\5C1A\672A\53D1\552E', U&'\4E2A\6708\5185\53D1\8D27'
    ]),
    ('availability', 'zh-CN', 'exact', 'out_of_stock', array[
        U&'\6682\65E0\73B0\8D27', U&'\6682\65F6\7F3A\8D27', U&'\76EE\524D\65E0\8D27'
    ]),
    ('availability', 'zh-TW', 'contains', 'in_stock', array[
        U&'\6709\73FE\8CA8', U&'\6709\5EAB\5B58', U&'\5EAB\5B58\53EA\5269', U&'\50C5\5269', U&'\53EA\52690\4EF6',
        U&'\5929\5167\51FA\8CA8', U&'\5929\5167\767C\8CA8', U&'\9031\5167\51FA\8CA8',
        U&'\53EF\5411\9019\4E9B\8CE3\5BB6\8CFC\8CB7'
    ]),
    ('availability', 'zh-TW', 'exact', 'in_stock', array[U&'\6709\8CA8', U&'\73FE\8CA8', U&'\5C1A\6709\5EAB\5B58']),
    ('availability', 'zh-TW', 'contains', 'out_of_stock', array[
        U&'\7121\8CA8', U&'\7121\73FE\8CA8', U&'\6C92\6709\73FE\8CA8', U&'\975E\73FE\8CA8', U&'\7F3A\8CA8',
        U&'\7121\5EAB\5B58', U&'\6C92\6709\5EAB\5B58', U&'\76EE\524D\7121\6CD5\8CFC\8CB7',
        U&'\76EE\524D\7121\6CD5\4F9B\8CA8', U&'\7121\6CD5\4F9B\61C9', U&'\9810\8CFC', U&'\9810\552E',
        U&'\5373\5C07\5230\8CA8', U&'\5373\5C07\4E0A\5E02', U&'\65E5\5230\8CA8', U&'\65E5\6709\8CA8',
        U&'\4E0D\78BA\5B9A\4F55\6642', U&'\5C1A\672A\767C\552E', U&'\500B\6708\5167\51FA\8CA8',
        U&'\500B\6708\5167\767C\8CA8'
    ]),
    ('availability', 'zh-TW', 'exact', 'out_of_stock', array[U&'\66AB\7121\73FE\8CA8', U&'\66AB\6642\7F3A\8CA8']),
    ('availability', 'de', 'prefix', 'out_of_stock', array['ab 0']),
    ('price_hidden', 'en', 'contains', 'price_hidden', array[
        'price in cart', 'details in cart', 'price at checkout', 'add this item to your cart', 'add to cart to see'
    ]),
    ('price_hidden', 'de', 'contains', 'price_hidden', array[
        'preis im einkaufswagen', 'preis im warenkorb', 'preis wird im einkaufswagen', 'um den preis zu sehen'
    ]),
    ('price_hidden', 'fr', 'contains', 'price_hidden', array[
        'prix dans le panier', U&'prix affich\00E9 dans le panier', 'pour voir le prix'
    ]),
    ('price_hidden', 'it', 'contains', 'price_hidden', array['prezzo nel carrello', 'per vedere il prezzo']),
    ('price_hidden', 'es', 'contains', 'price_hidden', array[
        'precio en la cesta', 'precio en el carrito', 'para ver el precio'
    ]),
    ('price_hidden', 'nl', 'contains', 'price_hidden', array['prijs in winkelwagen', 'prijs in het winkelwagentje']),
    ('price_hidden', 'sv', 'contains', 'price_hidden', array['pris i varukorgen', 'priset i kundvagnen']),
    ('price_hidden', 'pl', 'contains', 'price_hidden', array['cena w koszyku', U&'cen\0119 w koszyku']),
    ('price_hidden', 'tr', 'contains', 'price_hidden', array[U&'fiyat\0131 sepette', U&'sepette g\00F6ster']),
    ('price_hidden', 'pt-BR', 'contains', 'price_hidden', array[U&'pre\00E7o no carrinho', U&'para ver o pre\00E7o']),
    ('price_hidden', 'ja', 'contains', 'price_hidden', array[
        U&'\30AB\30FC\30C8\306B\5165\308C\308B\3068\4FA1\683C', U&'\4FA1\683C\306F\30AB\30FC\30C8',
        U&'\30AB\30FC\30C8\5185\3067\4FA1\683C'
    ]),
    ('title', 'en', 'exact', 'blocked', array[
        'captcha', 'request blocked', 'just a moment', 'are you a robot', 'are you human', 'human verification',
        'security check', 'server busy', 'access denied', 'too many requests', 'service unavailable',
        'authentication required', 'continue shopping', 'sign in', 'sorry', 'error', 'internal error',
        'spend less smile more', 'online shopping', 'forbidden', 'robot or human', 'are you a human', 'blocked',
        'checking your browser', 'proxy error', 'loading', 'please wait', 'one moment please', 'something went wrong',
        'oops something went wrong', 'oops', 'you have been blocked', 'you are blocked', 'bot detected',
        'ddos protection', 'login', 'log in', 'please enable cookies', 'verification required', 'unauthorized'
    ]),
    ('title', 'en', 'prefix', 'blocked', array[
        'robot check', 'bot check', 'enter the characters you see below', 'type the characters you see in this image',
        'sorry something went wrong', 'sorry we just need to make sure you re not a robot',
        'we just need to make sure you re not a robot', 'to discuss automated access',
        'click the button below to continue shopping', 'service unavailable error', '0 service unavailable',
        '0 service temporarily unavailable', '0 too many requests', '0 forbidden',
        'access to this page has been denied', 'attention required cloudflare', 'verify you are human',
        'please verify you are a human', 'pardon our interruption', 'we re sorry an error occurred',
        'online shopping for electronics', 'low prices in electronics', 'shop online for electronics',
        'online shopping site in india', 'online shopping in india', 'error the request could not be satisfied',
        'the request could not be satisfied', 'checking your browser before',
        'checking if the site connection is secure', 'something went wrong on our end',
        'access to this site has been denied', 'low prices fast shipping', 'online shopping india',
        'shop online for mobiles', 'sorry you have been blocked'
    ]),
    ('title', 'en', 'exact', 'delisted', array[
        'looking for something', 'not found', 'dogs of amazon', 'sorry we couldn t find', 'oops page not found',
        'sorry page not found', 'product not found', 'item not found', 'asin not found', 'this page isn t available',
        'this page is not available', 'page does not exist', 'page unavailable', 'page is gone'
    ]),
    ('title', 'en', 'prefix', 'delisted', array[
        'page not found', 'document not found', '0 document not found', '0 not found', '0 page not found',
        'sorry we couldn t find that page', 'we re sorry the web address you entered is not a functioning page',
        'looking for something we re sorry'
    ]),
    ('title', 'en', 'prefix', 'parse_error', array[
        '0 internal server error', '0 bad gateway', '0 gateway time', 'internal server error', 'bad gateway',
        'gateway timeout', 'this site can t be reached', 'problem loading page'
    ]),
    ('title', 'de', 'exact', 'blocked', array[
        'tut uns leid', 'tut uns sehr leid', 'es tut uns leid', 'das tut uns leid', 'leider ist ein fehler aufgetreten',
        'entschuldigung', 'zugriff verweigert', 'weiter shoppen', 'anmelden', 'fehler', 'anmeldung', 'einloggen',
        U&'roboter pr\00FCfung', 'zugriff gesperrt', 'bitte warten', 'sind sie ein mensch'
    ]),
    ('title', 'de', 'prefix', 'blocked', array[
        'tut uns leid es ist ein fehler', 'es tut uns leid es ist ein fehler', 'es ist ein fehler aufgetreten',
        'ein fehler ist aufgetreten', 'geben sie die zeichen unten ein', 'geben sie die angezeigten zeichen',
        'bitte geben sie die zeichen', U&'sicherheits\00FCberpr\00FCfung', 'bist du ein roboter',
        'sind sie ein roboter', U&'dienst nicht verf\00FCgbar', 'server ausgelastet',
        U&'klicke auf die schaltfl\00E4che unten um mit dem einkauf fortzufahren',
        U&'g\00FCnstige preise f\00FCr elektronik', 'etwas ist schiefgelaufen', 'etwas ist schief gelaufen',
        U&'best\00E4tigen sie dass sie kein roboter sind', U&'best\00E4tige dass du kein roboter bist'
    ]),
    ('title', 'de', 'prefix', 'delisted', array[
        'seite nicht gefunden', 'seite wurde nicht gefunden', 'die seite wurde nicht gefunden',
        'dokument nicht gefunden', 'die webadresse die sie eingegeben haben', 'suchen sie bestimmte informationen',
        'tut uns leid wir konnten die seite', 'tut uns leid seite nicht gefunden'
    ]),
    ('title', 'fr', 'exact', 'blocked', array[
        'toutes nos excuses', U&'nous sommes d\00E9sol\00E9s', U&'d\00E9sol\00E9', U&'d\00E9sol\00E9s',
        U&'acc\00E8s refus\00E9', 'continuer les achats', 'identifiez vous', 'erreur', U&'\00EAtes vous un robot',
        'connexion', 'se connecter', 'identification', U&'acc\00E8s interdit', U&'acc\00E8s bloqu\00E9',
        U&'\00EAtes vous un humain'
    ]),
    ('title', 'fr', 'prefix', 'blocked', array[
        U&'d\00E9sol\00E9 une erreur', U&'d\00E9sol\00E9s une erreur', 'une erreur s est produite',
        U&'une erreur de syst\00E8me', U&'saisissez les caract\00E8res', U&'entrez les caract\00E8res',
        U&'v\00E9rification de s\00E9curit\00E9', 'service indisponible', U&'serveur occup\00E9',
        'cliquez sur le bouton ci dessous pour continuer vos achats', U&'livres dvd jeux vid\00E9o',
        'une erreur est survenue', U&'un probl\00E8me est survenu', U&'quelque chose s est mal pass\00E9',
        U&'confirmez que vous n \00EAtes pas un robot', 'livres dvd', 'petits prix livraison rapide'
    ]),
    ('title', 'fr', 'exact', 'delisted', array[
        'vous recherchez une page', 'vous cherchez quelque chose', 'produit introuvable', 'article introuvable'
    ]),
    ('title', 'fr', 'prefix', 'delisted', array[
        'page introuvable', U&'page non trouv\00E9e', 'la page est introuvable', 'document introuvable',
        'l adresse web que vous avez saisie', U&'d\00E9sol\00E9 nous n avons pas trouv\00E9'
    ]),
    ('title', 'it', 'exact', 'blocked', array[
        'siamo spiacenti', 'ci dispiace', 'spiacenti', 'ci spiace', 'accesso negato', 'accedi', 'errore',
        'sei un robot', 'accesso', 'controllo robot', 'accesso bloccato'
    ]),
    ('title', 'it', 'prefix', 'blocked', array[
        U&'ci dispiace si \00E8 verificato', U&'si \00E8 verificato un errore', 'inserisci i caratteri',
        'digita i caratteri', 'controllo di sicurezza', 'servizio non disponibile', 'server occupato',
        'elettronica libri musica', 'clicca sul pulsante qui sotto per continuare', U&'qualcosa \00E8 andato storto',
        'conferma di non essere un robot', 'verifica di non essere un robot'
    ]),
    ('title', 'it', 'exact', 'delisted', array[
        'stai cercando qualcosa', 'prodotto non trovato'
    ]),
    ('title', 'it', 'prefix', 'delisted', array[
        'pagina non trovata', 'impossibile trovare la pagina', 'documento non trovato', 'l indirizzo web inserito',
        'ci dispiace non abbiamo trovato'
    ]),
    ('title', 'es', 'exact', 'blocked', array[
        'lo sentimos', 'lo sentimos mucho', 'disculpa', 'acceso denegado', 'seguir comprando', U&'iniciar sesi\00F3n',
        'eres un robot', 'acceso bloqueado', 'acceder', U&'comprobaci\00F3n de robot', 'error de servidor'
    ]),
    ('title', 'es', 'prefix', 'blocked', array[
        'lo sentimos se ha producido', 'lo sentimos ha ocurrido', U&'lo sentimos algo sali\00F3 mal',
        'lo sentimos algo', 'se ha producido un error', 'ha ocurrido un error', 'introduce los caracteres',
        'introduzca los caracteres', 'escribe los caracteres', 'ingresa los caracteres',
        U&'verificaci\00F3n de seguridad', 'servicio no disponible', 'servidor ocupado',
        U&'haz clic en el bot\00F3n de abajo para continuar comprando', U&'precios bajos en electr\00F3nica',
        U&'algo sali\00F3 mal', 'algo ha ido mal', 'confirma que no eres un robot', 'verifica que no eres un robot',
        U&'compra online de electr\00F3nica', U&'precios bajos env\00EDo r\00E1pido'
    ]),
    ('title', 'es', 'exact', 'delisted', array[
        'buscas algo', U&'est\00E1s buscando algo', 'producto no encontrado'
    ]),
    ('title', 'es', 'prefix', 'delisted', array[
        U&'p\00E1gina no encontrada', U&'no se encontr\00F3 la p\00E1gina', U&'p\00E1gina no existe',
        'documento no encontrado', U&'lo sentimos la direcci\00F3n web',
        U&'la direcci\00F3n web que has introducido', 'lo sentimos no hemos podido encontrar'
    ]),
    ('title', 'nl', 'exact', 'blocked', array[
        'het spijt ons', 'onze excuses', 'toegang geweigerd', 'inloggen', 'verder winkelen', 'ben je een robot',
        'er ging iets mis', 'aanmelden', 'robotcontrole', 'toegang geblokkeerd'
    ]),
    ('title', 'nl', 'prefix', 'blocked', array[
        'sorry er is iets misgegaan', 'er is iets misgegaan', 'er is een fout opgetreden', 'voer de tekens in',
        'typ de tekens', 'veiligheidscontrole', 'service niet beschikbaar', 'server bezet',
        'klik op de onderstaande knop om verder te winkelen', 'bevestig dat je geen robot bent',
        'groot aanbod kleine prijzen'
    ]),
    ('title', 'nl', 'exact', 'delisted', array[
        'zoek je iets', 'product niet gevonden'
    ]),
    ('title', 'nl', 'prefix', 'delisted', array[
        'pagina niet gevonden', 'de pagina kon niet worden gevonden', 'document niet gevonden',
        'het webadres dat je hebt ingevoerd'
    ]),
    ('title', 'sv', 'exact', 'blocked', array[
        U&'n\00E5got gick fel', U&'vi ber om urs\00E4kt', U&'tyv\00E4rr', U&'f\00F6rl\00E5t', 'vi beklagar',
        U&'\00E5tkomst nekad', 'logga in', U&'\00E4r du en robot'
    ]),
    ('title', 'sv', 'prefix', 'blocked', array[
        U&'ett fel har intr\00E4ffat', 'ett fel uppstod', 'ange tecknen', 'skriv in tecknen', 'skriv tecknen',
        U&'s\00E4kerhetskontroll', U&'tj\00E4nsten \00E4r inte tillg\00E4nglig', U&'servern \00E4r upptagen',
        U&'klicka p\00E5 knappen nedan f\00F6r att forts\00E4tta handla', U&'bekr\00E4fta att du inte \00E4r en robot',
        U&'l\00E5ga priser snabb leverans', U&'l\00E5ga priser p\00E5 elektronik'
    ]),
    ('title', 'sv', 'exact', 'delisted', array[
        U&'letar du efter n\00E5got', 'produkten hittades inte'
    ]),
    ('title', 'sv', 'prefix', 'delisted', array[
        'sidan hittades inte', 'sidan kunde inte hittas', 'hittade inte sidan', 'dokumentet hittades inte',
        'webbadressen du angav'
    ]),
    ('title', 'pl', 'exact', 'blocked', array[
        U&'co\015B posz\0142o nie tak', 'przepraszamy', 'przykro nam', U&'odmowa dost\0119pu', U&'zaloguj si\0119',
        U&'czy jeste\015B robotem', 'logowanie', U&'dost\0119p zabroniony', U&'dost\0119p zablokowany'
    ]),
    ('title', 'pl', 'prefix', 'blocked', array[
        U&'przepraszamy co\015B posz\0142o', U&'wyst\0105pi\0142 b\0142\0105d', 'wpisz znaki', U&'wprowad\017A znaki',
        U&'kontrola bezpiecze\0144stwa', U&'us\0142uga niedost\0119pna', U&'serwer zaj\0119ty',
        U&'kliknij poni\017Cszy przycisk aby kontynuowa\0107 zakupy', U&'przepraszamy wyst\0105pi\0142',
        U&'potwierd\017A \017Ce nie jeste\015B robotem', 'zakupy internetowe elektroniki'
    ]),
    ('title', 'pl', 'exact', 'delisted', array[
        U&'szukasz czego\015B', 'nie znaleziono produktu'
    ]),
    ('title', 'pl', 'prefix', 'delisted', array[
        'nie znaleziono strony', U&'strona nie zosta\0142a znaleziona', 'strony nie znaleziono',
        'nie znaleziono dokumentu', 'wprowadzony adres internetowy'
    ]),
    ('title', 'tr', 'exact', 'blocked', array[
        U&'bir sorun olu\015Ftu', U&'\00FCzg\00FCn\00FCz', U&'\00F6z\00FCr dileriz', U&'eri\015Fim engellendi',
        U&'eri\015Fim reddedildi', U&'giri\015F yap', 'robot musunuz', U&'robot kontrol\00FC', U&'robot de\011Filim'
    ]),
    ('title', 'tr', 'prefix', 'blocked', array[
        U&'bir hata olu\015Ftu', U&'bir \015Feyler ters gitti', U&'\00FCzg\00FCn\00FCz bir hata',
        U&'\00FCzg\00FCn\00FCz bir \015Feyler', U&'a\015Fa\011F\0131da g\00F6rd\00FC\011F\00FCn\00FCz karakterleri',
        'karakterleri girin', U&'g\00FCvenlik kontrol\00FC', U&'hizmet kullan\0131lam\0131yor', U&'sunucu me\015Fgul',
        U&'al\0131\015Fveri\015Fe devam etmek i\00E7in a\015Fa\011F\0131daki d\00FC\011Fmeye',
        U&'robot olmad\0131\011F\0131n\0131z\0131 do\011Frulay\0131n', U&'bir \015Feyler yanl\0131\015F gitti',
        U&'elektronik bilgisayar ak\0131ll\0131 telefon'
    ]),
    ('title', 'tr', 'prefix', 'delisted', array[
        U&'sayfa bulunamad\0131', U&'sayfa bulunam\0131yor', U&'arad\0131\011F\0131n\0131z sayfa bulunamad\0131',
        U&'belge bulunamad\0131', U&'bir \015Fey mi ar\0131yorsunuz'
    ]),
    ('title', 'pt-BR', 'exact', 'blocked', array[
        'algo deu errado', 'pedimos desculpas', 'desculpe', 'sentimos muito', 'lamentamos', 'acesso negado',
        'fazer login', U&'voc\00EA \00E9 um rob\00F4', 'algo correu mal', 'entrar', U&'iniciar sess\00E3o',
        'acesso bloqueado', U&'verifica\00E7\00E3o de rob\00F4'
    ]),
    ('title', 'pt-BR', 'prefix', 'blocked', array[
        'desculpe algo deu errado', 'ocorreu um erro', 'digite os caracteres', 'insira os caracteres',
        U&'verifica\00E7\00E3o de seguran\00E7a', U&'servi\00E7o indispon\00EDvel',
        U&'clique no bot\00E3o abaixo para continuar comprando', 'desculpe ocorreu', U&'tudo pra voc\00EA de a a z',
        U&'confirme que voc\00EA n\00E3o \00E9 um rob\00F4'
    ]),
    ('title', 'pt-BR', 'exact', 'delisted', array[
        'procurando por algo', 'procurando alguma coisa', U&'produto n\00E3o encontrado'
    ]),
    ('title', 'pt-BR', 'prefix', 'delisted', array[
        U&'p\00E1gina n\00E3o encontrada', U&'n\00E3o foi poss\00EDvel encontrar a p\00E1gina',
        U&'n\00E3o encontramos esta p\00E1gina', U&'documento n\00E3o encontrado',
        U&'o endere\00E7o da web que voc\00EA digitou'
    ]),
    ('title', 'ja', 'exact', 'blocked', array[
        U&'\30BB\30AD\30E5\30EA\30C6\30A3\30C1\30A7\30C3\30AF', U&'\30A8\30E9\30FC', U&'\30ED\30B0\30A4\30F3',
        U&'\30A2\30DE\30BE\30F3', U&'\30B7\30E7\30C3\30D4\30F3\30B0\3092\7D9A\3051\308B', U&'\30B5\30A4\30F3\30A4\30F3',
        U&'\901A\8CA9', U&'\3057\3070\3089\304F\304A\5F85\3061\304F\3060\3055\3044'
    ]),
    ('title', 'ja', 'prefix', 'blocked', array[
        U&'\7533\3057\8A33\3054\3056\3044\307E\305B\3093', U&'\7533\3057\8A33\3042\308A\307E\305B\3093',
        U&'\5927\5909\7533\3057\8A33', U&'\3054\8FF7\60D1\3092\304A\304B\3051\3057\3066\3044\307E\3059',
        U&'\3054\8FF7\60D1\3092\304A\304B\3051\3057\3066', U&'\4F55\3089\304B\306E\30A8\30E9\30FC\304C\767A\751F',
        U&'\30A8\30E9\30FC\304C\767A\751F\3057\307E\3057\305F',
        U&'\753B\50CF\306B\8868\793A\3055\308C\3066\3044\308B\6587\5B57',
        U&'\4EE5\4E0B\306B\8868\793A\3055\308C\3066\3044\308B\6587\5B57',
        U&'\4EE5\4E0B\306B\8868\793A\3055\308C\308B\6587\5B57',
        U&'\8868\793A\3055\308C\3066\3044\308B\6587\5B57\3092\5165\529B',
        U&'\30ED\30DC\30C3\30C8\3067\306F\306A\3044\3053\3068', U&'\30ED\30DC\30C3\30C8\30C1\30A7\30C3\30AF',
        U&'\30B5\30FC\30D0\30FC\304C\6DF7\96D1', U&'\30B5\30FC\30D3\30B9\3092\5229\7528\3067\304D\307E\305B\3093',
        U&'\30B5\30FC\30D3\30B9\306F\73FE\5728\3054\5229\7528\3044\305F\3060\3051\307E\305B\3093',
        U&'\30A2\30AF\30BB\30B9\304C\62D2\5426',
        U&'\4E0B\306E\30DC\30BF\30F3\3092\30AF\30EA\30C3\30AF\3057\3066\30B7\30E7\30C3\30D4\30F3\30B0\3092\7D9A\3051\3066\304F\3060\3055\3044',
        U&'\672C\30D5\30A1\30C3\30B7\30E7\30F3\5BB6\96FB\304B\3089\98DF\54C1\307E\3067',
        U&'\554F\984C\304C\767A\751F\3057\307E\3057\305F', U&'\901A\8CA9\30D5\30A1\30C3\30B7\30E7\30F3',
        U&'\901A\8CA9\672C\30D5\30A1\30C3\30B7\30E7\30F3',
        U&'\30ED\30DC\30C3\30C8\3067\306A\3044\3053\3068\3092\78BA\8A8D', U&'\30A2\30AF\30BB\30B9\304C\5236\9650'
    ]),
    ('title', 'ja', 'exact', 'delisted', array[
        U&'\4F55\304B\304A\63A2\3057\3067\3059\304B', U&'\5546\54C1\304C\898B\3064\304B\308A\307E\305B\3093'
    ]),
    ('title', 'ja', 'prefix', 'delisted', array[
        U&'\30DA\30FC\30B8\304C\898B\3064\304B\308A\307E\305B\3093',
        U&'\304A\63A2\3057\306E\30DA\30FC\30B8\304C\898B\3064\304B\308A\307E\305B\3093',
        U&'\304A\63A2\3057\306E\30DA\30FC\30B8\306F\898B\3064\304B\308A\307E\305B\3093',
        U&'\6307\5B9A\3055\308C\305F\30DA\30FC\30B8\304C\898B\3064\304B\308A\307E\305B\3093',
        U&'\8A72\5F53\3059\308B\30DA\30FC\30B8\304C\898B\3064\304B\308A\307E\305B\3093',
        U&'\30C9\30AD\30E5\30E1\30F3\30C8\304C\898B\3064\304B\308A\307E\305B\3093',
        U&'\5165\529B\3055\308C\305Furl\306F'
    ]),
    ('title', 'ar', 'exact', 'blocked', array[
        U&'\0639\0630\0631\0627', U&'\0639\0630\0631\0627\064B', U&'\0639\0630\0631\064B\0627',
        U&'\0646\0623\0633\0641', U&'\0646\0639\062A\0630\0631',
        U&'\062A\0645 \0631\0641\0636 \0627\0644\0648\0635\0648\0644', U&'\0623\0645\0627\0632\0648\0646',
        U&'\0647\0644 \0623\0646\062A \0631\0648\0628\0648\062A',
        U&'\062A\0633\062C\064A\0644 \0627\0644\062F\062E\0648\0644',
        U&'\0623\0645\0627\0632\0648\0646 \0645\0635\0631', U&'\062D\062F\062B\062A \0645\0634\0643\0644\0629'
    ]),
    ('title', 'ar', 'prefix', 'blocked', array[
        U&'\0639\0630\0631\0627 \062D\062F\062B \062E\0637\0623',
        U&'\0639\0630\0631\0627\064B \062D\062F\062B \062E\0637\0623',
        U&'\0639\0630\0631\064B\0627 \062D\062F\062B \062E\0637\0623', U&'\062D\062F\062B \062E\0637\0623 \0645\0627',
        U&'\0623\062F\062E\0644 \0627\0644\0623\062D\0631\0641',
        U&'\0623\062F\062E\0644 \0627\0644\062D\0631\0648\0641',
        U&'\0627\0643\062A\0628 \0627\0644\0623\062D\0631\0641',
        U&'\0627\0643\062A\0628 \0627\0644\062D\0631\0648\0641',
        U&'\0627\0644\062E\062F\0645\0629 \063A\064A\0631 \0645\062A\0627\062D\0629',
        U&'\0627\0644\062E\062F\0645\0629 \063A\064A\0631 \0645\062A\0648\0641\0631\0629',
        U&'\0627\0644\062E\0627\062F\0645 \0645\0634\063A\0648\0644',
        U&'\0627\0646\0642\0631 \0639\0644\0649 \0627\0644\0632\0631 \0623\062F\0646\0627\0647 \0644\0645\062A\0627\0628\0639\0629 \0627\0644\062A\0633\0648\0642',
        U&'\062D\062F\062B \062E\0637\0623',
        U&'\062A\0623\0643\062F \0645\0646 \0623\0646\0643 \0644\0633\062A \0631\0648\0628\0648\062A',
        U&'\062A\0633\0648\0642 \0623\0648\0646\0644\0627\064A\0646',
        U&'\062A\0633\0648\0642 \0627\0648\0646\0644\0627\064A\0646',
        U&'\062A\0633\0648\0642 \0639\0628\0631 \0627\0644\0625\0646\062A\0631\0646\062A'
    ]),
    ('title', 'ar', 'prefix', 'delisted', array[
        U&'\0627\0644\0635\0641\062D\0629 \063A\064A\0631 \0645\0648\062C\0648\062F\0629',
        U&'\0644\0645 \064A\062A\0645 \0627\0644\0639\062B\0648\0631 \0639\0644\0649 \0627\0644\0635\0641\062D\0629',
        U&'\0644\0645 \0646\062A\0645\0643\0646 \0645\0646 \0627\0644\0639\062B\0648\0631 \0639\0644\0649 \0627\0644\0635\0641\062D\0629',
        U&'\0647\0644 \062A\0628\062D\062B \0639\0646 \0634\064A\0621'
    ]),
    ('title', 'hi', 'exact', 'blocked', array[
        U&'\092E\093E\092B\093C \0915\0930\0947\0902', U&'\0915\094D\0937\092E\093E \0915\0930\0947\0902',
        U&'\0915\094D\0937\092E\093E \0915\0940\091C\093F\090F', U&'\0905\092E\0947\091C\093C\0928',
        U&'\0938\093E\0907\0928 \0907\0928 \0915\0930\0947\0902', U&'\0938\093E\0907\0928 \0907\0928'
    ]),
    ('title', 'hi', 'prefix', 'blocked', array[
        U&'\092E\093E\092B\093C \0915\0930\0947\0902 \0915\0941\091B \0917\0932\0924',
        U&'\0915\0941\091B \0917\0932\0924 \0939\094B \0917\092F\093E',
        U&'\0915\0941\091B \0917\0921\093C\092C\0921\093C \0939\0941\0908',
        U&'\0928\0940\091A\0947 \0926\093F\0916\093E\090F \0917\090F \0905\0915\094D\0937\0930',
        U&'\0938\0947\0935\093E \0909\092A\0932\092C\094D\0927 \0928\0939\0940\0902',
        U&'\0938\0930\094D\0935\0930 \0935\094D\092F\0938\094D\0924'
    ]),
    ('title', 'hi', 'prefix', 'delisted', array[
        U&'\092A\0947\091C \0928\0939\0940\0902 \092E\093F\0932\093E',
        U&'\092A\0943\0937\094D\0920 \0928\0939\0940\0902 \092E\093F\0932\093E'
    ]),
    ('title', 'zh-CN', 'exact', 'blocked', array[
        U&'\62B1\6B49', U&'\5F88\62B1\6B49', U&'\5BF9\4E0D\8D77', U&'\4E9A\9A6C\900A', U&'\62D2\7EDD\8BBF\95EE',
        U&'\51FA\9519\4E86', U&'\51FA\4E86\70B9\95EE\9898', U&'\767B\5F55', U&'\8BBF\95EE\88AB\62D2\7EDD',
        U&'\9A8C\8BC1\7801'
    ]),
    ('title', 'zh-CN', 'prefix', 'blocked', array[
        U&'\62B1\6B49\51FA\73B0\9519\8BEF', U&'\5F88\62B1\6B49\51FA\73B0',
        U&'\8F93\5165\60A8\5728\4E0B\65B9\770B\5230\7684\5B57\7B26',
        U&'\8BF7\8F93\5165\60A8\770B\5230\7684\5B57\7B26', U&'\8BF7\8F93\5165\60A8\5728\4E0B\65B9',
        U&'\670D\52A1\4E0D\53EF\7528', U&'\670D\52A1\5668\7E41\5FD9',
        U&'\70B9\51FB\4E0B\9762\7684\6309\94AE\7EE7\7EED\8D2D\7269'
    ]),
    ('title', 'zh-CN', 'prefix', 'delisted', array[
        U&'\627E\4E0D\5230\9875\9762', U&'\9875\9762\672A\627E\5230',
        U&'\60A8\8BBF\95EE\7684\9875\9762\4E0D\5B58\5728', U&'\672A\627E\5230\9875\9762'
    ]),
    ('title', 'zh-TW', 'exact', 'blocked', array[
        U&'\5C0D\4E0D\8D77', U&'\4E9E\99AC\905C', U&'\62D2\7D55\5B58\53D6', U&'\767C\751F\554F\984C', U&'\767B\5165'
    ]),
    ('title', 'zh-TW', 'prefix', 'blocked', array[
        U&'\62B1\6B49\767C\751F\932F\8AA4', U&'\5F88\62B1\6B49\767C\751F',
        U&'\8F38\5165\60A8\5728\4E0B\65B9\770B\5230\7684\5B57\5143', U&'\8ACB\8F38\5165\60A8\5728\4E0B\65B9',
        U&'\670D\52D9\7121\6CD5\4F7F\7528', U&'\4F3A\670D\5668\5FD9\788C'
    ]),
    ('title', 'zh-TW', 'prefix', 'delisted', array[
        U&'\627E\4E0D\5230\9801\9762', U&'\9801\9762\4E0D\5B58\5728', U&'\627E\4E0D\5230\7DB2\9801'
    ]),
    ('title', 'en', 'exact', 'parse_error', array[
        'server error', 'connection timed out', 'request timeout', 'untitled', 'untitled document'
    ]),
    ('title', 'de', 'exact', 'delisted', array['produkt nicht gefunden', 'artikel nicht gefunden']),
    ('title', 'tr', 'exact', 'delisted', array[U&'\00FCr\00FCn bulunamad\0131']),
    ('title', 'ar', 'exact', 'delisted', array[
        U&'\0627\0644\0645\0646\062A\062C \063A\064A\0631 \0645\0648\062C\0648\062F'
    ]),
    ('failure', 'en', 'contains', 'blocked', array[
        'captcha', 'robot', 'something went wrong', 'automated access', 'blocked', 'isblocked', 'iscaptcha',
        'hascaptcha', 'captchadetected', 'recaptcha', 'hcaptcha', 'robotcheck', 'access denied', 'accessdenied',
        'forbidden', 'too many requests', 'toomanyrequests', 'rate limit', 'ratelimit', 'unusual traffic',
        'throttled', 'service unavailable', 'serviceunavailable', 'server busy', 'banned', 'challenge page',
        'antibot', 'bot', 'bots', 'throttling', 'cloudflare'
    ]),
    ('failure', 'en', 'exact', 'blocked', array['bot detect', 'anti bot']),
    ('failure', 'en', 'contains', 'delisted', array[
        'page not found', 'page was not found', 'page is not found', 'page could not be found', 'page not be found',
        'page removed', 'page delisted', 'product not found', 'product was not found', 'product is not found',
        'product could not be found', 'product not be found', 'product removed', 'product delisted', 'asin not found',
        'asin was not found', 'asin is not found', 'asin could not be found', 'asin not be found', 'asin removed',
        'asin delisted', 'item not found', 'item was not found', 'item is not found', 'item could not be found',
        'item not be found', 'item removed', 'item delisted', 'listing not found', 'listing was not found',
        'listing is not found', 'listing could not be found', 'listing not be found', 'listing removed',
        'listing delisted', 'document not found', 'document was not found', 'document is not found',
        'document could not be found', 'document not be found', 'document removed', 'document delisted', 'dog page',
        'dogs of amazon', 'does not exist', 'doesn t exist', 'notfound', 'no longer listed', 'no longer exists',
        'invalid asin', 'unknown asin', 'status not found', 'statusmessage not found', 'error not found',
        'message not found', 'code not found', 'reason not found', 'dead page', 'page is not available',
        'page not available', 'product is no longer available', 'page no longer exists'
    ]),
    ('failure', 'en', 'exact', 'delisted', array[
        'page does not exist', 'page doesn t exist', 'product does not exist', 'product doesn t exist',
        'asin does not exist', 'asin doesn t exist', 'item does not exist', 'item doesn t exist',
        'listing does not exist', 'listing doesn t exist', 'document does not exist', 'document doesn t exist',
        'page notfound', 'delisted', 'gone', 'removed', 'deleted', 'missing'
    ]),
    ('failure', 'en', 'prefix', 'delisted', array['not found']),
    ('status', 'en', 'exact', 'blocked', array['blocked']),
    ('status', 'en', 'exact', 'delisted', array['delisted']),
    ('status', 'en', 'exact', 'parse_error', array['parse error']),
    ('status', 'en', 'exact', 'success', array[
        'ok', 'okay', 'success', 'successful', 'successfully', 'succeeded', 'found', 'done', 'complete', 'completed',
        'finished', 'fetched', 'scraped', 'crawled', 'parsed', 'processed', 'loaded', 'received', 'updated', 'ready',
        'valid', 'good', 'fine', 'pass', 'passed', 'accepted', 'cached', 'true', 'yes', 'normal', 'new', 'active',
        'live', 'published', 'online', 'buyable', 'listed', 'tracked', 'tracking', 'in stock', 'instock',
        'out of stock', 'outofstock', 'available', 'preorder', 'pre order', 'no offer', 'price hidden', 'redirected',
        'redirect', 'no error', 'unchanged', 'enabled', 'no change', 'not changed', 'not modified', 'up to date',
        'changed', 'modified', 'refreshed', 'synced', 'collected', 'extracted', 'stored', 'saved', 'current', 'visible',
        'for sale', 'on sale', 'monitored', 'monitoring', 'approved', 'validated', 'verified', 'price unchanged',
        'price changed', 'hit'
    ]),
    ('status', 'de', 'exact', 'success', array[
        'erfolg', 'erfolgreich', 'gefunden', 'fertig', 'abgeschlossen', U&'unver\00E4ndert', 'aktiv', 'erledigt',
        U&'verf\00FCgbar'
    ]),
    ('status', 'fr', 'exact', 'success', array[
        U&'succ\00E8s', U&'r\00E9ussi', U&'trouv\00E9', U&'termin\00E9', U&'inchang\00E9', 'actif', 'disponible'
    ]),
    ('status', 'it', 'exact', 'success', array[
        'successo', 'riuscito', 'trovato', 'completato', 'invariato', 'attivo', 'disponibile'
    ]),
    ('status', 'es', 'exact', 'success', array[
        U&'\00E9xito', 'correcto', 'encontrado', 'completado', 'listo', 'sin cambios', 'activo'
    ]),
    ('status', 'nl', 'exact', 'success', array[
        'gelukt', 'geslaagd', 'gevonden', 'voltooid', 'ongewijzigd', 'actief', 'beschikbaar'
    ]),
    ('status', 'pt-BR', 'exact', 'success', array[
        'sucesso', U&'conclu\00EDdo', 'inalterado', 'ativo', U&'dispon\00EDvel'
    ]),
    ('status', 'ja', 'exact', 'success', array[
        U&'\6210\529F', U&'\5B8C\4E86', U&'\6B63\5E38', U&'\5909\66F4\306A\3057', U&'\6709\52B9'
    ]),
    ('status', 'zh-CN', 'exact', 'success', array[U&'\5B8C\6210\4E86']),
    ('status', 'en', 'exact', 'failed', array[
        'failed', 'fail', 'failure', 'error', 'errored', 'timeout', 'timed out', 'aborted', 'exception', 'crashed',
        'unsuccessful', 'http error', 'fetch failed', 'request failed', 'parse failed', 'not ok'
    ]),
    ('status', 'de', 'exact', 'failed', array['fehlgeschlagen', 'fehler']),
    ('status', 'fr', 'exact', 'failed', array[U&'\00E9chec', U&'\00E9chou\00E9', 'erreur']),
    ('status', 'it', 'exact', 'failed', array['fallito', 'errore']),
    ('status', 'es', 'exact', 'failed', array['fallido', 'fallo']),
    ('status', 'nl', 'exact', 'failed', array['mislukt', 'fout']),
    ('status', 'sv', 'exact', 'success', array[U&'of\00F6r\00E4ndrad', 'klar', 'lyckades']),
    ('status', 'sv', 'exact', 'failed', array['misslyckades', 'fel']),
    ('status', 'pl', 'exact', 'success', array['bez zmian', 'aktywny', 'sukces', 'gotowe', U&'dost\0119pny']),
    ('status', 'pl', 'exact', 'failed', array['niepowodzenie', U&'b\0142\0105d']),
    ('status', 'tr', 'exact', 'success', array[
        U&'ba\015Far\0131l\0131', U&'tamamland\0131', 'aktif', U&'de\011Fi\015Fmedi'
    ]),
    ('status', 'tr', 'exact', 'failed', array[U&'ba\015Far\0131s\0131z', 'hata']),
    ('status', 'pt-BR', 'exact', 'failed', array['falhou', 'falha', 'erro']),
    ('status', 'ja', 'exact', 'failed', array[U&'\5931\6557', U&'\30A8\30E9\30FC']),
    ('status', 'zh-CN', 'exact', 'failed', array[U&'\5931\8D25', U&'\9519\8BEF']),
    ('boolean', 'en', 'exact', 'false', array['no', 'n', 'f', 'false', 'off']),
    ('boolean', 'en', 'exact', 'true', array['yes', 'y', 't', 'true', 'on']),
    ('boolean', 'de', 'exact', 'false', array['nein', 'falsch']),
    ('boolean', 'de', 'exact', 'true', array['ja', 'wahr']),
    ('boolean', 'fr', 'exact', 'false', array['non', 'faux']),
    ('boolean', 'fr', 'exact', 'true', array['oui', 'vrai']),
    ('boolean', 'it', 'exact', 'true', array[U&'s\00EC', 'vero']),
    ('boolean', 'es', 'exact', 'false', array['falso']),
    ('boolean', 'es', 'exact', 'true', array[U&'s\00ED', 'si', 'verdadero']),
    ('boolean', 'nl', 'exact', 'false', array['nee', 'onwaar']),
    ('boolean', 'nl', 'exact', 'true', array['waar']),
    ('boolean', 'sv', 'exact', 'false', array['nej', 'falskt']),
    ('boolean', 'sv', 'exact', 'true', array['sant']),
    ('boolean', 'pl', 'exact', 'false', array['nie', U&'fa\0142sz']),
    ('boolean', 'pl', 'exact', 'true', array['tak', 'prawda']),
    ('boolean', 'tr', 'exact', 'false', array[U&'hay\0131r', U&'yanl\0131\015F']),
    ('boolean', 'tr', 'exact', 'true', array['evet', U&'do\011Fru']),
    ('boolean', 'pt-BR', 'exact', 'false', array[U&'n\00E3o', 'nao']),
    ('boolean', 'pt-BR', 'exact', 'true', array['sim', 'verdadeiro']),
    ('boolean', 'ja', 'exact', 'false', array[U&'\3044\3044\3048', U&'\7121']),
    ('boolean', 'ja', 'exact', 'true', array[U&'\306F\3044', U&'\6709']),
    ('boolean', 'ar', 'exact', 'false', array[U&'\0644\0627']),
    ('boolean', 'ar', 'exact', 'true', array[U&'\0646\0639\0645']),
    ('boolean', 'hi', 'exact', 'false', array[U&'\0928\0939\0940\0902']),
    ('boolean', 'hi', 'exact', 'true', array[U&'\0939\093E\0902', U&'\0939\093E\0901']),
    ('boolean', 'zh-CN', 'exact', 'false', array[U&'\5426']),
    ('boolean', 'zh-CN', 'exact', 'true', array[U&'\662F']),
    ('unit', 'en', 'exact', '1000', array['k', 'thousand']),
    ('unit', 'en', 'exact', '100000', array['lakh', 'lac', 'lakhs']),
    ('unit', 'en', 'exact', '1000000', array['m', 'mn', 'million']),
    ('unit', 'en', 'exact', '10000000', array['crore', 'cr']),
    ('unit', 'de', 'exact', '1000', array['tsd', 'tausend']),
    ('unit', 'de', 'exact', '1000000', array['mio', 'millionen']),
    ('unit', 'fr', 'exact', '1000', array['mille', 'milliers']),
    ('unit', 'fr', 'exact', '1000000', array['millions']),
    ('unit', 'it', 'exact', '1000', array['mila']),
    ('unit', 'it', 'exact', '1000000', array['mln', 'milioni', 'milione']),
    ('unit', 'es', 'exact', '1000', array['mil']),
    ('unit', 'es', 'exact', '1000000', array['millones', U&'mill\00F3n']),
    ('unit', 'nl', 'exact', '1000', array['dzd', 'duizend']),
    ('unit', 'nl', 'exact', '1000000', array['miljoen']),
    ('unit', 'sv', 'exact', '1000', array['tn', 'tusen']),
    ('unit', 'sv', 'exact', '1000000', array['mn kr', 'miljoner']),
    ('unit', 'pl', 'exact', '1000', array['tys', U&'tysi\0105ce', U&'tysi\0119cy']),
    ('unit', 'pl', 'exact', '1000000', array['miliony', U&'milion\00F3w']),
    ('unit', 'tr', 'exact', '1000', array['bin']),
    ('unit', 'tr', 'exact', '1000000', array['mn tl', 'milyon']),
    ('unit', 'pt-BR', 'exact', '1000000', array['mi', U&'milh\00F5es', U&'milh\00E3o']),
    ('unit', 'ja', 'exact', '1000', array[U&'\5343']),
    ('unit', 'ja', 'exact', '10000', array[U&'\4E07']),
    ('unit', 'ja', 'exact', '100000000', array[U&'\5104']),
    ('unit', 'ar', 'exact', '1000', array[U&'\0623\0644\0641', U&'\0622\0644\0627\0641', U&'\0627\0644\0641']),
    ('unit', 'ar', 'exact', '1000000', array[U&'\0645\0644\064A\0648\0646']),
    ('unit', 'hi', 'exact', '1000', array[U&'\0939\091C\093C\093E\0930', U&'\0939\091C\093E\0930']),
    ('unit', 'hi', 'exact', '100000', array[U&'\0932\093E\0916']),
    ('unit', 'hi', 'exact', '10000000', array[U&'\0915\0930\094B\0921\093C']),
    ('unit', 'zh-TW', 'exact', '10000', array[U&'\842C']),
    ('rating_scale', 'tr', 'contains', 'scale first', array[U&'\00FCzerinden']),
    ('rating_scale', 'ja', 'contains', 'scale first', array[U&'\3046\3061', U&'\4E2D']),
    ('rating_scale', 'hi', 'contains', 'scale first', array[U&'\092E\0947\0902 \0938\0947']),
    ('rank_name', 'en', 'exact', 'rank', array[
        'Best Sellers Rank', 'Best-sellers rank', 'Best Seller Rank', 'Best Sellers rank',
        'Amazon Best Sellers Rank', 'Amazon Bestsellers Rank', 'Amazon Best Seller Rank', 'Bestsellers Rank',
        'Best Seller Ranking', 'Best Sellers Ranking', 'Sales Rank', 'Amazon Sales Rank', 'Bestseller Rank'
    ]),
    ('rank_name', 'de', 'exact', 'rank', array[
        'Amazon Bestseller-Rang', 'Amazon Bestseller Rang', 'Bestseller-Rang', 'Bestsellerrang'
    ]),
    ('rank_name', 'fr', 'exact', 'rank', array[
        'Classement des meilleures ventes d''Amazon', U&'Classement des meilleures ventes d\2019Amazon',
        'Classement des meilleures ventes', 'Moyenne des meilleures ventes', 'Classement Amazon'
    ]),
    ('rank_name', 'it', 'exact', 'rank', array[
        'Posizione nella classifica Bestseller di Amazon', 'Posizione nella classifica Bestseller',
        'Classifica Bestseller di Amazon', 'Posizione Bestseller'
    ]),
    ('rank_name', 'es', 'exact', 'rank', array[
        U&'Clasificaci\00F3n en los m\00E1s vendidos de Amazon', U&'Clasificaci\00F3n en los m\00E1s vendidos',
        U&'Clasificaci\00F3n en los M\00E1s Vendidos de Amazon', U&'Los m\00E1s vendidos',
        U&'Ranking de Los m\00E1s vendidos', U&'Clasificaci\00F3n de los m\00E1s vendidos de Amazon'
    ]),
    ('rank_name', 'nl', 'exact', 'rank', array[
        'Plaats in bestsellerlijst', 'Positie in bestsellerlijst', 'Bestsellers Rang', 'Bestsellerrang van Amazon',
        'Amazon-bestsellerrang', 'Plaats in bestsellerlijst van Amazon'
    ]),
    ('rank_name', 'sv', 'exact', 'rank', array[
        U&'Amazon Rangordning f\00F6r b\00E4sts\00E4ljare', U&'Rangordning f\00F6r b\00E4sts\00E4ljare',
        U&'B\00E4sts\00E4ljare rang', U&'Rankning f\00F6r b\00E4sts\00E4ljare',
        U&'Placering bland b\00E4sts\00E4ljare', U&'Rangordning av b\00E4sts\00E4ljare'
    ]),
    ('rank_name', 'pl', 'exact', 'rank', array[
        U&'Ranking najlepiej sprzedaj\0105cych si\0119 produkt\00F3w', U&'Ranking bestseller\00F3w',
        U&'Pozycja w rankingu bestseller\00F3w',
        U&'Ranking najlepiej sprzedaj\0105cych si\0119 produkt\00F3w Amazon',
        U&'Pozycja w rankingu najlepiej sprzedaj\0105cych si\0119 produkt\00F3w'
    ]),
    ('rank_name', 'tr', 'exact', 'rank', array[
        U&'En \00C7ok Satanlar S\0131ralamas\0131', U&'Amazon En \00C7ok Satanlar S\0131ralamas\0131',
        U&'\00C7ok Satanlar S\0131ralamas\0131', U&'Amazon \00C7ok Satanlar S\0131ralamas\0131',
        U&'En \00C7ok Satanlar S\0131ras\0131'
    ]),
    ('rank_name', 'pt-BR', 'exact', 'rank', array[
        'Ranking dos mais vendidos', 'Ranking dos mais vendidos da Amazon', 'Ranking de mais vendidos',
        U&'Posi\00E7\00E3o no ranking dos mais vendidos', U&'Classifica\00E7\00E3o dos mais vendidos'
    ]),
    ('rank_name', 'ja', 'exact', 'rank', array[
        U&'Amazon \58F2\308C\7B4B\30E9\30F3\30AD\30F3\30B0', U&'\58F2\308C\7B4B\30E9\30F3\30AD\30F3\30B0',
        U&'Amazon\58F2\308C\7B4B\30E9\30F3\30AD\30F3\30B0',
        U&'Amazon \30D9\30B9\30C8\30BB\30E9\30FC\5546\54C1\30E9\30F3\30AD\30F3\30B0',
        U&'\30D9\30B9\30C8\30BB\30E9\30FC\30E9\30F3\30AD\30F3\30B0'
    ]),
    ('rank_name', 'ar', 'exact', 'rank', array[
        U&'\062A\0635\0646\064A\0641 \0627\0644\0623\0641\0636\0644 \0645\0628\064A\0639\064B\0627',
        U&'\062A\0635\0646\064A\0641 \0627\0644\0623\0641\0636\0644 \0645\0628\064A\0639\0627',
        U&'\062A\0635\0646\064A\0641 \0623\0641\0636\0644 \0627\0644\0645\0646\062A\062C\0627\062A \0645\0628\064A\0639\064B\0627',
        U&'\0627\0644\0623\0641\0636\0644 \0645\0628\064A\0639\0627\064B',
        U&'\0627\0644\0645\0631\062A\0628\0629 \0641\064A \0642\0627\0626\0645\0629 \0627\0644\0623\0641\0636\0644 \0645\0628\064A\0639\064B\0627'
    ]),
    ('rank_name', 'hi', 'exact', 'rank', array[
        U&'\092C\0947\0938\094D\091F \0938\0947\0932\0930 \0930\0948\0902\0915',
        U&'\092C\0947\0938\094D\091F \0938\0947\0932\0930\094D\0938 \0930\0948\0902\0915',
        U&'Amazon \092C\0947\0938\094D\091F \0938\0947\0932\0930 \0930\0948\0902\0915'
    ]),
    ('rank_name', 'zh-CN', 'exact', 'rank', array[
        U&'\4E9A\9A6C\900A\70ED\9500\5546\54C1\6392\540D', U&'\70ED\9500\5546\54C1\6392\540D',
        U&'\7545\9500\5546\54C1\6392\540D'
    ]),
    ('rank_name', 'zh-TW', 'exact', 'rank', array[
        U&'\66A2\92B7\5546\54C1\6392\540D', U&'\4E9E\99AC\905C\66A2\92B7\5546\54C1\6392\540D'
    ]),
    ('rank_in', 'en', 'exact', 'category after', array['in']),
    ('rank_in', 'de', 'exact', 'category after', array['in der kategorie']),
    ('rank_in', 'fr', 'exact', 'category after', array['dans', U&'dans la cat\00E9gorie']),
    ('rank_in', 'it', 'exact', 'category after', array['nella categoria', 'in categoria']),
    ('rank_in', 'es', 'exact', 'category after', array['en', U&'en la categor\00EDa', U&'en la categor\00EDa de']),
    ('rank_in', 'nl', 'exact', 'category after', array['in de categorie']),
    ('rank_in', 'sv', 'exact', 'category after', array['i', 'i kategorin']),
    ('rank_in', 'pl', 'exact', 'category after', array['w', 'w kategorii', 'we']),
    ('rank_in', 'tr', 'exact', 'category before', array['kategorisinde', U&'kategorisi i\00E7inde', U&'i\00E7inde']),
    ('rank_in', 'pt-BR', 'exact', 'category after', array['em', 'na categoria']),
    ('rank_in', 'ar', 'exact', 'category after', array[U&'\0641\064A', U&'\0641\064A \0641\0626\0629']),
    ('rank_in', 'hi', 'exact', 'category before', array[U&'\092E\0947\0902']),
    ('rank_in', 'zh-CN', 'exact', 'category after', array[U&'\5728']),
    ('rank_link', 'und', 'contains', 'link', array['top 100']),
    ('rank_link', 'de', 'contains', 'link', array['siehe top']),
    ('rank_link', 'fr', 'contains', 'link', array['voir les 100', '100 premiers']),
    ('rank_link', 'it', 'contains', 'link', array['visualizza i top', 'i primi 100']),
    ('rank_link', 'es', 'contains', 'link', array['ver el top', 'ver los']),
    ('rank_link', 'nl', 'contains', 'link', array['bekijk top']),
    ('rank_link', 'sv', 'contains', 'link', array['topp 100']),
    ('rank_link', 'pl', 'contains', 'link', array['pierwszych 100', 'zobacz 100']),
    ('rank_link', 'tr', 'contains', 'link', array['ilk 100', U&'en \00E7ok satan 100']),
    ('rank_link', 'pt-BR', 'contains', 'link', array[U&'conhe\00E7a o', 'ver os']),
    ('rank_link', 'ja', 'contains', 'link', array[
        U&'\58F2\308C\7B4B\30E9\30F3\30AD\30F3\30B0\3092\898B\308B', U&'\30E9\30F3\30AD\30F3\30B0\3092\898B\308B',
        U&'\58F2\308C\7B4B\30E9\30F3\30AD\30F3\30B0'
    ]),
    ('rank_link', 'ar', 'contains', 'link', array[
        U&'\0623\0641\0636\0644 100', U&'\0623\0639\0644\0649 100', U&'\0634\0627\0647\062F \0623\0641\0636\0644'
    ]),
    ('rank_link', 'hi', 'contains', 'link', array[U&'\091F\0949\092A 100', U&'\0936\0940\0930\094D\0937 100']),
    ('rank_link', 'zh-CN', 'contains', 'link', array[
        U&'\67E5\770B\5546\54C1\9500\552E\6392\884C\699C', U&'\9500\552E\6392\884C\699C', U&'\67E5\770B'
    ]),
    ('rank_link', 'zh-TW', 'contains', 'link', array[U&'\66A2\92B7\6392\884C\699C']),
    ('brand_label', 'en', 'exact', 'label', array['brand', 'brand name']),
    ('brand_label', 'de', 'exact', 'label', array['marke']),
    ('brand_label', 'fr', 'exact', 'label', array['marque']),
    ('brand_label', 'es', 'exact', 'label', array['marca']),
    ('brand_label', 'nl', 'exact', 'label', array['merk']),
    ('brand_label', 'sv', 'exact', 'label', array[U&'varum\00E4rke', U&'m\00E4rke']),
    ('brand_label', 'pl', 'exact', 'label', array['marka']),
    ('brand_label', 'ja', 'exact', 'label', array[U&'\30D6\30E9\30F3\30C9', U&'\30D6\30E9\30F3\30C9\540D']),
    ('brand_label', 'ar', 'exact', 'label', array[
        U&'\0627\0644\0639\0644\0627\0645\0629 \0627\0644\062A\062C\0627\0631\064A\0629',
        U&'\0627\0644\0645\0627\0631\0643\0629'
    ]),
    ('brand_label', 'hi', 'exact', 'label', array[
        U&'\092C\094D\0930\093E\0902\0921', U&'\092C\094D\0930\0948\0902\0921'
    ]),
    ('brand_label', 'zh-CN', 'exact', 'label', array[U&'\54C1\724C']),
    ('brand_link', 'en', 'around', 'link', array[
        'visit the % store', 'visit % store', 'visit the % shop', 'shop the % store', 'visit the % brand store'
    ]),
    ('brand_link', 'de', 'around', 'link', array[
        'besuche den %-store', 'besuche den % store', 'besuchen sie den %-store', 'besuchen sie den % store',
        'besuche den %-shop', 'besuchen sie den %-shop', 'zum %-store'
    ]),
    ('brand_link', 'fr', 'around', 'link', array[
        'visiter la boutique de %', 'visiter la boutique %', 'visitez la boutique de %', 'visitez la boutique %',
        'visite la boutique de %', 'visite la boutique %', U&'acc\00E9der \00E0 la boutique %'
    ]),
    ('brand_link', 'it', 'around', 'link', array[
        'visita lo store di %', 'visita lo store %', 'visita il negozio di %', 'visita il negozio %'
    ]),
    ('brand_link', 'es', 'around', 'link', array[
        'visita la tienda de %', 'visitar la tienda de %', 'visita la store de %', 'visita la store di %',
        'ver la tienda de %', 'visita la tienda %'
    ]),
    ('brand_link', 'nl', 'around', 'link', array[
        'bezoek de %-store', 'bezoek de % store', 'bezoek de store van %', 'bezoek de winkel van %',
        'bezoek de %-winkel', 'bezoek de % winkel'
    ]),
    ('brand_link', 'sv', 'around', 'link', array[
        U&'bes\00F6k %-butiken', U&'bes\00F6k butiken %', U&'bes\00F6k % store', U&'bes\00F6k butiken f\00F6r %',
        U&'bes\00F6k % butik'
    ]),
    ('brand_link', 'pl', 'around', 'link', array[
        U&'odwied\017A sklep marki %', U&'odwied\017A sklep %', U&'odwied\017A sklep firmy %'
    ]),
    ('brand_link', 'tr', 'around', 'link', array[
        U&'% store\2019u ziyaret edin', '% store''u ziyaret edin', U&'% ma\011Fazas\0131n\0131 ziyaret edin',
        U&'% ma\011Fazas\0131\2019n\0131 ziyaret edin', U&'% ma\011Fazas\0131''n\0131 ziyaret edin'
    ]),
    ('brand_link', 'pt-BR', 'around', 'link', array[
        'visite a loja da %', 'visite a loja de %', 'visite a loja do %', 'visite a loja %', 'visitar a loja %'
    ]),
    ('brand_link', 'ja', 'around', 'link', array[
        U&'%\306E\30B9\30C8\30A2\3092\8868\793A', U&'%\30B9\30C8\30A2\3092\8868\793A',
        U&'%\306E\30B9\30C8\30A2\306B\30A2\30AF\30BB\30B9', U&'%\30B9\30C8\30A2\3092\898B\308B',
        U&'%\306E\30B9\30C8\30A2\3092\898B\308B'
    ]),
    ('brand_link', 'ar', 'around', 'link', array[
        U&'\0642\0645 \0628\0632\064A\0627\0631\0629 \0645\062A\062C\0631 %',
        U&'\0632\064A\0627\0631\0629 \0645\062A\062C\0631 %', U&'\0632\0631 \0645\062A\062C\0631 %',
        U&'\062A\0641\0636\0644 \0628\0632\064A\0627\0631\0629 \0645\062A\062C\0631 %'
    ]),
    ('brand_link', 'hi', 'around', 'link', array[
        U&'% \0938\094D\091F\094B\0930 \092A\0930 \091C\093E\090F\0902',
        U&'% \0938\094D\091F\094B\0930 \092A\0930 \091C\093E\090F\0901'
    ]),
    ('brand_link', 'zh-CN', 'around', 'link', array[
        U&'\8BBF\95EE%\5E97\94FA', U&'\8BBF\95EE % \5E97\94FA', U&'\67E5\770B%\65D7\8230\5E97',
        U&'\8BBF\95EE%\5546\5E97', U&'\8BBF\95EE % \5546\5E97'
    ]),
    ('brand_link', 'zh-TW', 'around', 'link', array[
        U&'\9020\8A2A%\5546\5E97', U&'\9020\8A2A % \5546\5E97', U&'\700F\89BD%\5546\5E97',
        U&'\700F\89BD % \5546\5E97'
    ])
) as known (kind, language, match_type, meaning, phrases);
analyze staging_raw.phrases;

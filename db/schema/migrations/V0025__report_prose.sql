-- Reports that a language model writes over the claims of a report by rules.

create table core.prose_words (
    word text primary key,
    kind text not null,
    sign smallint,
    constraint prose_words_word_check check (word = lower(word)),
    constraint prose_words_kind_check check (
        kind in ('number', 'value', 'price', 'quality', 'equal', 'unproven', 'negation', 'comparand', 'conjunction', 'bridge', 'plain', 'name')
    ),
    constraint prose_words_sign_check check ((kind in ('value', 'price', 'quality', 'equal')) = (sign is not null))
);
comment on table core.prose_words is 'English words that a language model''s sentences are checked by, one row per word; see core.prose_faults.';
comment on column core.prose_words.word is 'The word in small letters.';
comment on column core.prose_words.kind is 'number (never written), value, price, quality and equal (compare, and need a figure that agrees), unproven (says what no figure shows), negation, comparand (a name after it is what something is compared with), conjunction (begins a clause), bridge (may stand between a product and a comparing word), plain (may, like those of the other kinds, begin a sentence), name (may have a capital letter).';
comment on column core.prose_words.sign is 'Sign that a figure must have: of the product minus the other one (value, price), 1 better and -1 worse (quality), 0 (equal); null for other kinds.';
comment on constraint prose_words_word_check on core.prose_words is 'Words are written in small letters.';
comment on constraint prose_words_kind_check on core.prose_words is 'kind is number, value, price, quality, equal, unproven, negation, comparand, conjunction, bridge, plain or name.';
comment on constraint prose_words_sign_check on core.prose_words is 'Words of the kinds value, price, quality and equal have a sign, others have none.';

insert into core.prose_words (word, kind, sign)
select w.word, v.kind, v.sign
from (
    values
        ('number', null, 'zero nil nought naught none one two three four five six seven eight nine ten eleven twelve thirteen fourteen
            fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety thirties forties fifties
            sixties seventies eighties nineties twenties hundred thousand million billion trillion dozen grand lakh crore myriad
            half halve halved halves halving third thirds quarter quarters fifth sixth seventh eighth ninth tenth eleventh twelfth
            thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth
            hundredth thousandth millionth first second double doubled doubles doubling triple tripled triples treble quadruple
            quadrupled quintuple twice thrice once pair couple trio minus plus
            zwei drei vier sechs sieben acht neun zehn elf hundert tausend deux trois quatre cinq sept huit neuf dix cent mille
            dos tres cuatro cinco siete ocho nueve diez cien cientos mil uno quattro cinque sette otto nove dieci cento'),
        ('value', 1, 'higher more greater larger bigger above up rise rises rose rising risen increase increases increased increasing
            grow grows grew growing grown climb climbs climbed climbing gain gains gained gaining exceed exceeds exceeding longer upward
            upwards surged surges jumped jumps raise raises raised raising lift lifts lifted adds added'),
        ('value', -1, 'lower less fewer smaller below down under beneath fall falls fell falling fallen drop drops dropped dropping decline
            declines declined declining decrease decreases decreased decreasing shrink shrinks shrank shrinking shorter downward
            downwards slump slumps slumped plunged plunges dip dips dipped sank sinks cut cuts
            cutting reduce reduces reduced reducing slashed slashes lost'),
        ('price', 1, 'dearer costlier pricier'),
        ('price', -1, 'cheaper'),
        ('quality', 1, 'better ahead outperform outperforms outperforming leads leading wins winning stronger beats beating improve improves
            improved improving outranks outranking outrank superior advantage'),
        ('quality', -1, 'worse behind trail trails trailing lag lags lagging weaker loses losing worsen worsens worsened worsening
            underperforms underperform inferior disadvantage'),
        ('equal', 0, 'same equal equals equally identical matches matching level tied ties'),
        ('unproven', null, 'best worst cheapest dearest costliest priciest highest lowest most least largest smallest biggest greatest
            fewest strongest weakest fastest leader leaders lead led top bottom expensive inexpensive costly pricey undercut undercuts
            undercutting beaten outsold outsells outranked outperformed exceeded surpassed surpass surpasses widen widens widened widening
            narrow narrows narrowed narrowing overtakes overtook overtaken dominates dominate unbeatable unmatched unrivalled only
            save saves saving savings topped tops edges edged outpace outpaces outpaced
            outscore outscores outshines eclipses short shy won win lose preferred
            favoured favored
            respectively former latter vice versa
            year years yearly annual annually week weeks weekly decade yesterday tomorrow hour hours'),
        ('negation', null, 'not no never neither nor hardly barely scarcely rarely isn''t aren''t wasn''t weren''t doesn''t don''t didn''t
            hasn''t haven''t hadn''t can''t cannot couldn''t won''t wouldn''t shouldn''t nowhere fails fail failed far if unless until
            would could might may should whether except instead'),
        ('comparand', null, 'than against versus vs over unlike to from toward towards besides beside compared'),
        ('conjunction', null, 'and but while whereas although though yet or because since so when where which who whose as'),
        ('bridge', null, 'the a an its it''s this that''s product item main price prices priced pricing offer offers listing rating
            ratings rated review reviews reviewed rank ranks ranking ranked stock score scores stands stand sits sit is are was were
            remains remain costs cost costing sells sell selling has have had holds hold shows show with at of for on in by also still
            currently now overall average share customer customers star stars shoppers buyers amount number featured category sales
            seller count today day days gap difference position s be been being stays stay keeps keep become becomes became
            bullets images text'),
        ('plain', null, 'there here these those their they such each every all any both other others another some several many few
            after before during within without across among amongst between through throughout along around near outside inside
            despite however therefore thus hence meanwhile moreover furthermore additionally similarly likewise together
            generally altogether otherwise already again then recently lately next too
            comparing considering given looking judging based according relative regarding concerning
            competitor competitors rival rivals competition group market products items feature features reviewers
            availability inventory delivery strength strengths weakness weaknesses opportunity opportunities risk risks insight insights
            demand quality value material materials colour color size sizes weight material shape design packaging
            content title titles bullet image photo photos description descriptions words shipping seasonal
            trend trends change changes data figures history observed according attributes attribute coverage
            interest visibility pressure margin room attention focus check watch consider note look what how why'),
        ('name', null, 'amazon asin bsr fba prime buy box usd eur gbp english')
) as v (kind, sign, words)
cross join lateral (select distinct w.word from regexp_split_to_table(v.words, '\s+') as w (word)) as w;

create table core.report_prose (
    asin_main text not null,
    marketplace text not null,
    tenant_id uuid not null references app.tenants on delete cascade,
    version integer not null,
    attempt integer not null,
    model text,
    status text not null default 'running',
    started_at timestamptz not null,
    finished_at timestamptz,
    retry_at timestamptz,
    input_tokens bigint,
    output_tokens bigint,
    cost numeric not null,
    is_cost_estimated boolean not null,
    prose_version integer,
    faults jsonb not null default '[]',
    error text,
    answer text,
    primary key (asin_main, marketplace, tenant_id, version, attempt),
    foreign key (asin_main, marketplace, tenant_id, version) references core.competition_reports on delete cascade,
    constraint report_prose_attempt_check check (attempt > 0),
    constraint report_prose_status_check check (status in ('running', 'succeeded', 'refused', 'failed', 'over_budget')),
    constraint report_prose_finished_check check ((status = 'running') = (finished_at is null)),
    constraint report_prose_retry_check check (retry_at is null or status = 'failed'),
    constraint report_prose_version_check check ((status = 'succeeded') = (prose_version is not null))
);
create index report_prose_tenant_id_idx on core.report_prose (tenant_id);
create index report_prose_started_at_idx on core.report_prose (started_at);
comment on table core.report_prose is 'Attempts to have a language model write a competition report: one row per version by rules and attempt.';
comment on column core.report_prose.asin_main is 'Main product of the report.';
comment on column core.report_prose.marketplace is 'Marketplace code.';
comment on column core.report_prose.tenant_id is 'Tenant of the report.';
comment on column core.report_prose.version is 'Version by rules whose claims the model was given.';
comment on column core.report_prose.attempt is 'Number of the attempt, from 1.';
comment on column core.report_prose.model is 'Model that was asked; null: the worker has no endpoint.';
comment on column core.report_prose.status is 'running, succeeded (see prose_version), refused (the answer has faults), failed (no answer) or over_budget (not asked). In the last three the report by rules stands.';
comment on column core.report_prose.started_at is 'When it began.';
comment on column core.report_prose.finished_at is 'When it ended; null: it has not.';
comment on column core.report_prose.retry_at is 'When another attempt may begin; null: none follows.';
comment on column core.report_prose.input_tokens is 'Tokens of the request as the endpoint counted them; null: it did not say.';
comment on column core.report_prose.output_tokens is 'Tokens of the answer as the endpoint counted them; null: it did not say.';
comment on column core.report_prose.cost is 'US dollars by the prices in ops.settings.';
comment on column core.report_prose.is_cost_estimated is 'True: cost is the most that the call can have cost, because the endpoint did not count tokens or did not answer.';
comment on column core.report_prose.prose_version is 'Version that has its sentences; null: none.';
comment on column core.report_prose.faults is 'Why the answer was refused: [{"code", "detail"}], see core.prose_faults.';
comment on column core.report_prose.error is 'Why it failed, was refused or was not asked, in one sentence; null otherwise.';
comment on column core.report_prose.answer is 'Text of the answer, at most 20,000 characters; null: there was none.';
comment on constraint report_prose_attempt_check on core.report_prose is 'Attempts are counted from 1.';
comment on constraint report_prose_status_check on core.report_prose is 'status is running, succeeded, refused, failed or over_budget.';
comment on constraint report_prose_finished_check on core.report_prose is 'An attempt that has ended has a time.';
comment on constraint report_prose_retry_check on core.report_prose is 'Only a failed attempt is followed by another.';
comment on constraint report_prose_version_check on core.report_prose is 'A version has been written exactly when the attempt succeeded.';
alter table core.report_prose enable row level security;
alter table core.report_prose force row level security;

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('report_prose', 'off', 'text', null, null, 'on: a language model writes competition reports over the claims of the rules, see docs/operations/report-prose.md; off: nothing is asked.'),
    ('report_prose_budget', '10', 'number', '0', '1000000', 'US dollars that language models may cost in a calendar month (UTC). A call that could exceed it is not made.'),
    ('report_prose_input_price', '5', 'number', '0', '10000', 'US dollars for a million tokens that are sent to the language model.'),
    ('report_prose_output_price', '25', 'number', '0', '10000', 'US dollars for a million tokens that the language model writes, those of its reasoning too.'),
    ('report_prose_max_tokens', '8000', 'integer', '256', '200000', 'Most tokens that the language model may write for one report.'),
    ('report_prose_max_attempts', '4', 'integer', '1', '20', 'Attempts for one report when the language model''s endpoint is down, slow or busy.');
alter table ops.settings add constraint settings_report_prose_check check (name <> 'report_prose' or value in ('on', 'off'));
comment on constraint settings_report_prose_check on ops.settings is 'report_prose is on or off.';

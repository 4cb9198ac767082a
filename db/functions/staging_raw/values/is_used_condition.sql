-- Tests conditions as shops and offer lists write them. A missing or unknown word counts as new, as offers are unless
-- marked.
create or replace function staging_raw.is_used_condition(p_condition text)
returns boolean
language sql
immutable
parallel safe
as $$
    select p_condition is not null
        and p_condition !~* '^[[:space:]]*(brand[ -]?)?new\M|not used|unused|ungebraucht'
        and p_condition ~* (
            '\mused|refurb|renewed|pre-?owned|second ?-?hand|open ?-?box|collectible|like ?-?new|\mvery ?-?good|\mgood|acceptable'
            '|for parts|warehouse|resale|reconditioned|remanufactured|pre-?loved|2nd ?-?hand|ex-?display|\mb-?ware\M'
            '|gebraucht|\mgebr[.]|vorf\u00FChr|ausstellungs|renoviert|wie neu|sehr gut|akzeptabel|\moccasion|reconditionn|comme neuf'
            '|seconde? main|usato|ricondizionat|rigenerat|seconda mano|come nuovo|\musad[oa]|reacondicionad|recondicionad|segunda mano'
            '|como nuevo|seminuev|seminov|tweedehands|gebruikt|gereviseerd|begagnad|anv\u00E4nd|renoverad|utst\u00E4llning|odnowion'
            '|powystawow|yenilenmi|te\u015Fhir|[i\u0130]kinci ?el'
            -- Grades without a further word.
            '|^[[:space:]]*(?:(?:muito |muy |tr\u00E8s |sehr |zeer |mycket |bardzo |\u00E7ok )?(?:bom|bueno|bon|gut|goed|bra|dobry|iyi)|ottimo'
            '|buono|aceit\u00E1vel|aceptable|accettabile|acceptabel|akceptowalny|godtagbar|como novo|jak nowy|als nieuw|som ny|yeni gibi)\M'
            || U&'|general\00FCberholt|u\017Cyw(?:an|[.])|kullan\0131lm|\4E2D\53E4|\307B\307C\65B0\54C1|\826F\3044|^\53EF$|\062C\064A\062F'
            || U&'|\518D\751F\54C1|\6574\5099\6E08|\4E8C\624B|\7FFB\65B0|\0645\0633\062A\0639\0645\0644|\0645\062C\062F\062F'
        );
$$;
comment on function staging_raw.is_used_condition(text) is 'True for an offer that is used, refurbished or collectible; false for a new one and without a condition.';

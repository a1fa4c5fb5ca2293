"""Swedish and other usual words for tables, columns and choices, beside the words of the model.

The first of several is the one that is written where Swedish is spoken; all are read. Upper and lower case, accents,
and what stands between words do not matter: "Första datum" is "forsta_datum".
"""

from types import MappingProxyType

TABLE_NAMES: dict[str, tuple[str, ...]] = {
    "places": ("platser", "orter"),
    "roads": ("vägar",),
    "riders": ("resenärer", "passagerare"),
    "shifts": ("pass", "arbetspass", "skift"),
    "shift_changes": ("passändringar", "ändrade pass"),
    "rides": ("resor", "enstaka resor"),
    "volunteers": ("förare", "volontärer", "frivilliga"),
    "availability": ("tillgänglighet", "förartider"),
    "away": ("frånvaro", "borta"),
    "avoid": ("undvik",),
    "licences": ("körkort", "licenses"),
    "supervisors": ("handledare",),
    "learners": ("elever", "övningsförare"),
    "lesson_times": ("lektionstider", "övningstider"),
    "approvals": ("godkännanden", "handledarskap"),
    "practice_log": ("övningsdagbok", "övningslogg"),
    "vehicles": ("fordon", "bilar", "övningsbilar"),
    "overnight": ("övernattning", "sängar"),
}

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    # on every row
    "note": ("anteckning", "anteckningar", "notering", "kommentar", "notes"),
    "source": ("källa",),
    # places and roads
    "name": ("namn",),
    "places.name": ("namn", "plats", "ort"),
    "lat": ("latitud", "latitude", "breddgrad"),
    "lon": ("longitud", "longitude", "lng", "längdgrad"),
    "country": ("land",),
    "kind": ("typ", "slag"),
    "from": ("från",),
    "to": ("till",),
    "km": ("kilometer", "avstånd"),
    "minutes": ("minuter", "restid", "körtid"),
    "road": ("väg", "vägnummer"),
    "limit_kmh": ("hastighet", "hastighetsgräns"),
    "one_way": ("enkelriktad",),
    # people
    "rider": ("resenär",),
    "riders.rider": ("resenär", "resenärskod", "kod", "code"),
    "learners.rider": ("resenär", "elev"),
    "lesson_times.rider": ("resenär", "elev"),
    "practice_log.rider": ("resenär", "elev"),
    "approvals.rider": ("resenär", "elev"),
    "volunteer": ("förare", "volontär", "frivillig"),
    "volunteers.volunteer": ("förare", "volontär", "frivillig", "förarkod", "kod", "code"),
    "supervisors.volunteer": ("förare", "volontär", "frivillig", "handledare"),
    "practice_log.volunteer": ("förare", "volontär", "frivillig", "handledare"),
    "approvals.volunteer": ("förare", "volontär", "frivillig", "handledare"),
    "who": ("vem", "person"),
    "home": ("hem", "bostad", "hemort"),
    "address": ("adress",),
    "pickup_note": ("hämtning", "vägbeskrivning"),
    "phone": ("telefon", "telefonnummer", "tel", "mobil"),
    "email": ("e-post", "epost", "mejl", "mail", "e-mail"),
    "language": ("språk",),
    "languages": ("språk",),
    "needs": ("behov",),
    "offers": ("erbjuder", "utrustning"),
    "seats": ("platser", "antal platser"),
    "boarding_minutes": ("påstigning", "påstigningsminuter"),
    "minor": ("minderårig",),
    "limited_visibility": ("skyddade uppgifter", "skyddad", "skyddade personuppgifter", "begränsad synlighet"),
    "max_drive_minutes_per_day": ("max körminuter per dag",),
    "max_days_per_week": ("max dagar per vecka",),
    "max_asks_per_week": ("max uppdrag per vecka",),
    "max_wait_away": ("max väntan", "max väntetid"),
    "notice_hours": ("varsel", "varsel timmar"),
    "only_employer": ("endast arbetsgivare", "bara arbetsgivare"),
    "record_seen_on": ("registerutdrag", "registerutdrag visat"),
    "active": ("aktiv",),
    # shifts, rides and availability
    "shift": ("pass",),
    "shifts.shift": ("pass", "passkod", "kod", "code"),
    "workplace": ("arbetsplats",),
    "days": ("dagar", "dag", "veckodagar"),
    "start": ("startar", "börjar", "starttid"),
    "end": ("slutar", "slut", "sluttid"),
    "employer": ("arbetsgivare",),
    "first_date": ("första datum", "första dag", "från datum", "startdatum"),
    "last_date": ("sista datum", "sista dag", "till datum", "slutdatum"),
    "every_weeks": ("veckointervall", "antal veckor mellan"),
    "earliest_arrival": ("tidigast framme", "tidigaste ankomst"),
    "latest_arrival": ("senast framme", "senaste ankomst"),
    "ready_after": ("klar efter", "redo efter"),
    "longest_wait": ("längsta väntan", "längsta väntetid"),
    "legs": ("sträckor", "dit och hem"),
    "fallback_out": ("reserv dit",),
    "fallback_back": ("reserv hem",),
    "holidays": ("helgdagar", "röda dagar"),
    "urgency": ("prioritet", "angelägenhet"),
    "date": ("datum",),
    "change": ("ändring",),
    "rides.ride": ("resa", "kod", "code"),
    "arrive_by": ("framme senast", "ankomst senast", "framme"),
    "leave_after": ("avresa efter", "tidigast avresa", "hämtas efter"),
    "return_after": ("hemresa efter", "retur efter"),
    "own_trip": ("egen resa",),
    "max_detour_minutes": ("max omväg", "max omväg minuter"),
    # practice driving
    "valid_from": ("giltig från", "giltigt från", "gäller från"),
    "valid_to": ("giltig till", "giltigt till", "gäller till"),
    "code": ("behörighet", "kod"),
    "born": ("född", "födelseår", "födelsedatum"),
    "transmission": ("växellåda",),
    "intro_course_on": ("introduktionskurs", "introduktionsutbildning"),
    "other_approvals": ("andra godkännanden",),
    "practice_log.minutes": ("minuter",),
    "parts": ("delar", "moment"),
    "dark": ("mörker", "mörkt"),
    "remarks": ("omdömen", "omdöme"),
    "dark_course_on": ("mörkerkurs", "mørkekjøring"),
    "permit_until": ("körkortstillstånd till", "tillstånd till"),
    "lesson_minutes": ("lektionsminuter",),
    "lessons_per_week": ("lektioner per vecka",),
    "min_days_between": ("minst dagar mellan", "dagar mellan"),
    "waiting_since": ("väntar sedan",),
    "practised_minutes": ("övade minuter",),
    "may_practise_on_rides": ("får öva på resor",),
    "place": ("plats",),
    "approved_on": ("godkänd", "godkänt", "godkännandedatum"),
    "valid_until": ("giltig till", "giltigt till", "gäller till"),
    "vehicle": ("fordon", "bil"),
    "beds": ("sängar", "bäddar"),
}
"""By column, or by table and column where a table has names of its own."""

CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "village": ("by", "ort"),
        "stop": ("hållplats", "station"),
        "workplace": ("arbetsplats",),
        "meeting-point": ("mötesplats", "mötespunkt"),
    },
    "legs": {"both": ("båda",), "out": ("dit",), "back": ("hem", "åter")},
    "fallback_out": {"none": ("ingen", "inget"), "bus": ("buss",), "own": ("egen", "eget"), "bed": ("säng",)},
    "fallback_back": {"none": ("ingen", "inget"), "bus": ("buss",), "own": ("egen", "eget"), "bed": ("säng",)},
    "holidays": {"as-usual": ("som vanligt",), "not": ("inte", "ej"), "only": ("bara", "endast")},
    "urgency": {"normal": ("normal",), "high": ("hög",), "must": ("måste",)},
    "change": {"cancelled": ("inställt", "inställd", "avbokat", "canceled"), "moved": ("flyttat", "flyttad")},
    "transmission": {"manual": ("manuell",), "automatic": ("automat", "automatisk")},
}
"""By column: the words of the model, each with others that mean the same."""

YES_NO = MappingProxyType({"yes": "ja", "no": "nej"})

WEEKDAYS = MappingProxyType(
    {"Mon": "mån", "Tue": "tis", "Wed": "ons", "Thu": "tor", "Fri": "fre", "Sat": "lör", "Sun": "sön"}
)

HOME_WORDS = MappingProxyType({"en": ("home",), "sv": ("hem", "hemma")})
"""What stands for somebody's home in columns that say from where and to where, by language."""

READ_ME = MappingProxyType({"en": "read me", "sv": "läs mig"})
"""The sheet of a workbook that is no table, by language."""

HIDDEN = MappingProxyType({"en": "(hidden)", "sv": "(dold)"})
"""What stands in a cell whose text stays in the store, by language."""

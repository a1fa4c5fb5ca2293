"""What a coordinator may type, right and wrong, line by line: every command with every option, in a telling order.

A line begins with the status that the command ends with in a pipe, where nobody can be asked. {tue} is the Tuesday
after the Monday {mon}, {out} a folder for files, {town} the folder with the tables.
"""

import shlex
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.cli.desk import HIDDEN
from tests.privacy.town import FAR_AWAY, MONDAY

REPLIES = {
    "GSM1.a": "From: 46701740690\nSent: 90-12-03 18:03:22\nAlphabet: UTF-8\n\nNEJ\n",
    "GSM1.b": "From: 46701740691\nSent: 90-12-03 18:03:22\nAlphabet: UTF-8\n\nTekle Grönvåhl, Hemlighetsvägen 7\n",
    "GSM1.c": "no message",
}
"""What came in: from R1, from the hidden rider, and nothing."""

LINES = """
0 template {out}/template
0 template {out}/template.xlsx --xlsx
2 template {town}
0 config
0 upgrade --yes
2 import {out}/nowhere
0 import {town} --yes
0 import {out}/edited --yes --remove --except-bad
2 rota {out}/nowhere.ics
2 rota {out}/edited-rota/rota.ics
0 rota {out}/edited-rota/rota.ics --except-bad --yes
0 rota {out}/edited-rota/rota.ics --rider R1 --workplace Åre --employer Bageri --weeks 4 --remove --yes
2 import {town}
0 import {town} --yes
0 match --from {mon} --days 7 --time-limit 60 --dry-run
0 match --from {mon} --json
2 match --all-areas --executor here
2 match --all-areas --json
2 match --executor here
0 runs
0 runs --last 1
0 runs 1
2 runs 99
0 replay 1
0 gaps --weeks 2 --time-limit 20 --out {out}/gaps
2 replay 99
0 schedule
0 schedule --from {mon} --days 7
0 week
0 week --from {mon} --days 5
0 rides V1 --from {mon}
0 rides V2 --from {mon} --days 7
0 unmet --from {mon} --days 7
0 calls
0 calls --from {mon} --days 7
0 ladder --from {mon}
0 ladder --from {mon} --days 2
0 ask S2:{mon}:out
0 ask S2:{mon}:out --all
2 ask S2:{mon}:out --all --of V1
0 ask S2:{mon}:out --of V1
0 yes S2:{mon}
0 undo S2:{mon}
0 calls --from {mon} --days 7
2 yes S2:{mon} --of Tekle
2 no S2:{mon} --because Tekle
2 no S9:{mon} --of V1
2 done S2:{mon} --no-show
2 done S2:{mon} --by-other taxi --yes
2 done S2:{mon} --by-other Tekle
2 done S2:{mon} --by-other taxi --no-show
0 history S2
2 history S99
0 history S2:{mon}
0 history
0 unmet --from {mon} --as-of {mon}
2 unmet --as-of 2020-01-01
0 unmet --try
0 unmet --try --as-of {mon}T23:59
2 unmet S9:{mon}
2 unmet --try --from {mon}
0 told S2:{mon} R2:{wed}:lesson S1:{mon}
2 no S2:{mon}:out --because ill
0 messages
0 messages --out {out}/outbox
0 messages --inbox {out}/edited-inbox
0 messages
2 messages --inbox {out}/nowhere
2 messages --inbox {out}/edited-inbox --out {out}/outbox
2 messages --send nonsense
2 messages --out {out}/outbox --send nonsense
0 load
0 backup {out}/store.sqlite-copy
2 backup {out}/store.sqlite-copy
0 backup {out}/store.sqlite-copy --replace
2 told S2:{mon} E2
2 told S2 R2
2 told S2:{mon} --off R2
2 told 'Tekle Grönvåhl' --off R2
2 told S2:{mon} --off Tekle
0 check
0 practice check
0 practice check R2 --on {wed}
0 practice check --on 2093-01-02
2 practice check Tekle --on {wed}
0 practice expiring --days 366
0 practice log R2 2026-06-01 60 --with V2 --part seat --remark well --dark
0 practice log R2 2026-06-02 60 --outside --daylight
0 practice log R2 2026-06-02 --outside --undo
0 practice log R2 2026-06-02 60 --outside --at 16:30
2 practice log R2 2026-06-02 60 --outside --at Hemlighetsvägen
2 practice log Tekle 2026-06-02 60 --outside
2 practice log R2 2026-06-02 60 --outside --part Grönvåhl
2 practice log R2 'Tekle Grönvåhl' 60 --outside
2 practice log R2 2026-06-02 Hemlighetsvägen --outside
0 practice progress
0 practice card R2
0 practice forecast
0 practice who-could --from {mon} --days 7 --time-limit 30
0 mileage
0 mileage --month 2020-01
0 export csv --out {out}/csv
0 export csv --out {out}/semicolon --from {mon} --days 7 --volunteer V2 --semicolon
0 export xlsx --out {out}/xlsx --from {mon} --days 7
0 export xlsx --out {out}/own --volunteer V2
0 export tables --out {out}/tables
0 export tables --out {out}/swedish --semicolon
0 export tables --out {out}/book --xlsx
0 export ics --out {out}/ics
0 export json --out {out}/json
0 export picture --out {out}/picture --from {mon} --days 2
2 export picture --out {out}/picture --volunteer V1
0 export pages --out {out}/pages
0 export desk --out {out}/desk --from {mon} --days 7
0 export map --out {out}/map --from {mon} --days 2
0 export geojson --out {out}/map --from {mon} --days 7
0 export geojson --out {out}/exact --exact
2 export desk --out {out}/desk --exact
0 export pages --out {out}/own-page --volunteer V2
2 away R2 {mon}
0 away R2 {tue} {thu} --start 10:00 --end 11:00 --yes
0 away R2 {tue} {thu} --start 10:00 --end 11:00 --back
2 away R2 {tue} --start noon
0 cancel R2 {thu}
0 cancel R2 {thu} --undo
2 cancel R2 {tue}
2 cancel R2
2 cancel S2:{mon}:out
0 move R2 {thu} 15:00 22:00 --yes
0 move S2 {thu} --undo
2 move S2 {tue} 15:00 22:00
0 add-ride R2 home Åre {tue} --arrive-by 10:00 --return-after 12:00 --seats 1 --urgency high --code E9
0 add-ride R2 home Åre {tue} --arrive-by 10:00 --return-after 12:00 --seats 1 --urgency high
0 add-ride R2 Åre home {tue} --leave-after 18:00 --yes
0 add-ride R1 home Åre {tue} --arrive-by 11:00
2 add-ride R2 home Åre {tue} --arrive-by 10:00 --code Tekle-1
2 add-ride R2 home Åre {tue} --arrive-by 10:00 --code gronvahl2
2 add-ride R2 'Hemlighetsvägen 7' 63.30711,13.25533 {tue} --arrive-by 10:00
2 add-ride R1 'Tekle Grönvåhl' Tekel {tue} --arrive-by 10:00
0 cancel E9 --yes
0 away V2 {mon} --yes
1 check
0 calls
0 match --from {mon}
0 unmet
0 schedule
0 told S2:{mon} --off R2
0 export csv --out {out}/csv
0 export ics --out {out}/ics
0 export json --out {out}/json
0 away V2 {mon} --back
0 no S1:{mon} --of V1 --because other --yes
0 add-ride R1 home Åre {sun} --arrive-by 10:00
0 match --from {mon}
2 rides Tekle Grönvåhl
2 forget Tekle Grönvåhl --yes
2 schedule Tekle Grönvåhl
2 prune --older-than 30d
0 prune --older-than 30d --yes
2 forget R2
"""

LAST = """
0 forget R2 --yes
0 match --from {mon}
0 schedule
0 check
0 export json --out {out}/json
"""
"""After these the store knows nothing of the hidden rider any more."""

BY_NAME = """
2 rides {name}
2 forget {name}
2 away {name} {mon}
2 cancel {name} {mon}
2 move {name} {mon} 05:00 06:00
2 add-ride {name} home Åre {mon} --arrive-by 10:00
2 told {name}
2 unmet {name}
2 ask {name}
2 yes {name} --of {name}
2 no {name}
2 done {name}
2 undo {name}
2 history {name}
2 export csv --out {out}/nobody --volunteer {name}
2 cancel S2 {name}
2 practice check {name}
2 practice log {name} yesterday
2 practice card {name}
2 practice progress {name}
"""
"""Whoever knows the name learns no code, and nobody hears the name from the program."""

NAMES = (*("Tekle Grönvåhl", "GRONVAHL", "Tekel Grönval", "tekle-gronvahl", "+46 70 174 06 91", "Hemlighetsvägen 7"),)

_RIDERS = "rider,name,home,address,pickup_note,phone,email,seats,limited_visibility,note\n"
_TEKLE = (
    f"{HIDDEN},Tekle Grönvåhl,Mötesplats Undersåker,Hemlighetsvägen 7,vid blå grinden,070-1740691,dimma77@example.org,"
    "1,ja,söks av exmake\n"
)
_OTHERS = "R1,Hanan Sagolund,Duved,,,070-1740690,,1,,\nR3,Ulla Låtsaslund,Åre,,,070-1740692,,1,,\n"
_SHIFTS = "shift,rider,workplace,days,start,end\n"

MISTAKES: dict[str, dict[str, str]] = {
    "home at coordinates": {"riders.csv": _RIDERS + _TEKLE.replace("Mötesplats Undersåker", f'"{FAR_AWAY}"') + _OTHERS},
    "home misspelt": {"riders.csv": _RIDERS + _TEKLE.replace("Undersåker", "Undersåkr") + _OTHERS},
    "bad number": {"riders.csv": _RIDERS + _TEKLE.replace("070-1740691", "070-1740691x") + _OTHERS},
    "a separator missing": {"riders.csv": _RIDERS + _TEKLE.replace(",vid", "vid") + _OTHERS},
    "a code that tells": {"riders.csv": _RIDERS + _TEKLE.replace(HIDDEN, "Tekle1", 1) + _OTHERS},
    "no column for it": {"riders.csv": f"rider,name,home\n{HIDDEN},Tekle Grönvåhl,Hemlighetsvägen\nR1,Hanan,Duved\n"},
    "wrong columns": {
        "riders.csv": _RIDERS
        + f"{HIDDEN},070-1740691,Tekle Grönvåhl,,,Hemlighetsvägen 7,vid blå grinden,Tekle,dimma77@example.org,\n"
        + "R8,x,Tekle Grönvåhl,,,Tekle,Tekle,070-1740691,Tekle,\n"
        + "R9,x,Hanan Sagolund,,,Hanan,Hanan,070 174 06 90,Hanan Sagolund,\n"
        + _TEKLE.replace(HIDDEN, "R2b", 1)
        + _OTHERS,
    },
    "shifts": {
        "shifts.csv": _SHIFTS + "S1,Tekle Gronvaahl,Tekle,Mon,05:00,12:00\nS2,070-1740691,Grönvåhl,Tekle,05:00,x\n"
        "S3,R99,Tekle Grönvåhl,Mon,070-1740691,Tekle\nS4,tekle-gronval,Teklegrönvåhl,Mon,05:00,12:00\n"
        f'S5,tekle1,"{FAR_AWAY}",Mon,05:00,12:00\nS6,{HIDDEN},Hemlighetsvägen,Tekle,Grönvåhl,dimma77@example.org\n'
        f"Tekle-1,{HIDDEN},Åre,Mon,05:00,12:00\nS7,Hanan Sagolund,Hanan Sagolund,070-1740690,Ulla Låtsaslund,x\n",
    },
    "rides": {
        "rides.csv": "ride,rider,from,to,date,arrive_by\n"
        f'E1,{HIDDEN},"{FAR_AWAY}",Hemlighetsvägen 7,{MONDAY},10:00\nE3,R1,Tekle Grönvåhl,Gronwåhl,{MONDAY},10:00\n'
    },
    "away": {
        "away.csv": f"who,first_date,last_date\nTekle Grönvåhl,{MONDAY},2090-12-01\nTekel,{MONDAY},Tekle\n"
        "070-1740691,x,y\nTekle,Grönvåhl,x\n"
    },
    "volunteers": {
        "volunteers.csv": "volunteer,name,home,phone,offers,seats\nV9,Tekle,Tekle Grönvåhl,070-1740691,Tekle,Grönvåhl\n"
    },
    "names for columns and files": {
        "Tekle.csv": "a,b\n1,2\n",
        "shifts.csv": f"{_SHIFTS.strip()},Tekle,Tekle Grönvåhl\nS1,R1,Nowhere,Mon,05:00,12:00,x,y\n",
    },
    "the first row is somebody": {"riders.csv": _TEKLE + _OTHERS},
}
"""Files that can't be imported, by what is wrong with them."""

EDITED = {
    "shift_changes.csv": f"shift,date,change,start,end,note\nS2,{MONDAY},moved,15:30,23:30,Tekle Grönvåhl\n",
    "away.csv": f"who,first_date,last_date,note\n{HIDDEN},2090-12-24,2090-12-26,Tekle Grönvåhl\n",
}
"""Files that change something about the hidden rider."""

ROTA = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
DTSTART:20261216T050000Z
DTEND:20261216T120000Z
SUMMARY:{HIDDEN}
LOCATION:Åre
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20261217T050000Z
DTEND:20261217T120000Z
SUMMARY:Tekle Grönvåhl
LOCATION:Hemlighetsvägen 7
END:VEVENT
END:VCALENDAR
"""
"""A calendar file that names the hidden rider by the code and by the name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is typed after "ridematch", and the status it ends with where nobody can be asked."""

    arguments: tuple[str, ...]
    status: int


def lines(text: str, *, town: Path, out: Path, name: str = "") -> tuple[Line, ...]:
    """The lines of a text with everything filled in."""
    first = date.fromisoformat(MONDAY)
    days = {
        on: f"{first + timedelta(days=n)}" for n, on in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    }
    filled = [
        shlex.split(line.format(town=town, out=out, name=shlex.quote(name), **days))
        for line in text.splitlines()
        if line
    ]
    return tuple(Line(tuple(arguments), int(status)) for status, *arguments in filled)

"""What each table holds and what goes into each column, for headers of workbooks and for `docs/tables.md`."""

from types import MappingProxyType

from ridematch.language import note

TABLES = MappingProxyType(
    {
        "places": note("Villages, bus stops, workplaces and meeting points, with where they are."),
        "roads": note("Stretches of road between places. Without any, the distance as the crow flies is stretched."),
        "riders": note("People who need rides, with home and telephone."),
        "shifts": note("Job shifts that come again, a row each. A rider may have several."),
        "shift_changes": note("Single dates on which a shift is cancelled or at other times."),
        "rides": note("Single rides: an errand, or the outing of a group."),
        "volunteers": note("People who drive for others or supervise driving practice."),
        "availability": note("When a volunteer can drive. One volunteer may have several rows."),
        "away": note("Dates on which a rider or volunteer is away."),
        "avoid": note("Pairs who are never put into one car. The reason is written nowhere."),
        "licences": note("Driving licences of volunteers; needed for those who supervise practice."),
        "supervisors": note("Volunteers who supervise driving practice."),
        "learners": note("Riders who are learning to drive."),
        "lesson_times": note("When and where a learner can practise."),
        "approvals": note(
            "Approvals of a supervisor for a learner. A row stays until it runs out, also when the learner has a "
            "licence: it counts until then."
        ),
        "practice_log": note("Lessons that were given, as ridematch practice log writes them."),
        "vehicles": note(
            "Shared practice cars, for lessons with a supervisor who has no car that suits. They are taken on the hour"
            " or the half hour, by learners whose lessons begin at that place or who live there."
        ),
        "overnight": note("Beds where somebody may stay who can't get home, or who has to be there early."),
    }
)

_DAYS = note("Days of the week, daily, weekdays, weekends, or one date.")
_FROM_HOME = note("Where the way out begins, a place or lat,lon. Empty or home: where the rider lives.")
_TO_HOME = note("Where the way back ends, a place or lat,lon. Empty or home: where the rider lives.")
_FALLBACK = note("What covers this way if nobody can drive it: a bus, the rider's own means, or a bed there.")
_TRANSMISSION = note("What the car has. Empty: not known.")
_INTRO_COURSE = note("The date of the introductory course.")
_BORN = note("Year or date of birth.")
_FIRST_DATE = note("The first date on which the row holds. Empty: it holds already.")
_LAST_DATE = note("The last date on which the row holds. Empty: until you change it.")
_CODE = note("A code of letters, digits and hyphens that stays the same. Empty: it is made of the name.")
_WHICH_RIDER = note("Which rider: the code, or the name where only one has it.")
_WHICH_VOLUNTEER = note("Which volunteer: the code, or the name where only one has it.")
_PHONE = note("A telephone number, with its leading zero.")
_EMAIL = note("An e-mail address.")

COLUMNS = MappingProxyType(
    {
        "note": note("Anything you want to remember. It is kept and never used."),
        "source": note("Where the row is from. It is kept and never used."),
        "places.name": note(
            "The name by which the other sheets call the place. Any but home, which means where somebody lives."
        ),
        "lat": note("Latitude in decimal degrees."),
        "lon": note("Longitude in decimal degrees."),
        "places.country": note("The country as two letters."),
        "kind": note("What kind of place it is. Riders with limited visibility need a meeting point as home."),
        "roads.from": note("Where the stretch begins, a name from the sheet places or lat,lon."),
        "roads.to": note("Where the stretch ends, a name from the sheet places or lat,lon."),
        "km": note("Its length in kilometres."),
        "minutes": note("Minutes by car on bare ground; winter is added by the configuration."),
        "road": note("The number or name of the road."),
        "limit_kmh": note("The speed limit."),
        "one_way": note("Whether it can be driven in one direction only."),
        "riders.rider": _CODE,
        "riders.name": note("First and last name."),
        "riders.home": note("Where the rider lives: a name from the sheet places, or lat,lon."),
        "address": note("The address for whoever fetches the rider."),
        "pickup_note": note("What helps to find the door."),
        "phone": _PHONE,
        "email": _EMAIL,
        "language": note("The language the rider speaks best, as two letters."),
        "needs": note("What the rider can't ride without, as codes of the configuration, separated by blanks."),
        "riders.seats": note("How many seats the rider takes, with company."),
        "boarding_minutes": note("Minutes it takes to get in."),
        "minor": note("Whether the rider is under age: only volunteers whose record was seen drive a minor."),
        "limited_visibility": note(
            "Whether no page and no file may show more than code and meeting point. The home is a meeting point then."
        ),
        "shifts.shift": note("A code that stays the same. Empty: it is made of rider and workplace."),
        "rider": _WHICH_RIDER,
        "workplace": note("Where the work is: a name from the sheet places, or lat,lon."),
        "days": _DAYS,
        "shifts.start": note("When the shift starts."),
        "shifts.end": note("When it ends; at or before the start means on the next day."),
        "employer": note("The employer's name."),
        "first_date": _FIRST_DATE,
        "last_date": _LAST_DATE,
        "shifts.first_date": note("The first date of the shift. Required if it is not every week."),
        "availability.first_date": note("The first date on which the row holds. Required if it is not every week."),
        "every_weeks": note("2 means every other week, counted from the first date."),
        "from": _FROM_HOME,
        "to": _TO_HOME,
        "earliest_arrival": note("How early the rider may be there: minutes before the start, or a time of day."),
        "latest_arrival": note("By when the rider must be there: minutes before the start, or a time of day."),
        "ready_after": note("When the rider can leave: minutes after the end, or a time of day."),
        "longest_wait": note("Until when the rider waits at most: minutes after the end, or a time of day."),
        "legs": note("Which ways are asked for."),
        "fallback_out": _FALLBACK,
        "fallback_back": _FALLBACK,
        "holidays": note("Whether the shift runs on public holidays: as usual, not, or only then."),
        "urgency": note("How much it weighs if somebody must be left out."),
        "shift": note("Which shift, by its code."),
        "date": note("The date."),
        "change": note("Whether the shift is cancelled on that date, or at other times."),
        "shift_changes.start": note("The new start. Required if the shift is moved."),
        "shift_changes.end": note("The new end. Required if the shift is moved."),
        "rides.ride": note("A code that stays the same. Empty: it is made of rider and date."),
        "rides.from": note("Where the ride begins: home, a place or lat,lon. Home follows a rider who moves."),
        "rides.to": note("Where the ride ends: home, a place or lat,lon. Home follows a rider who moves."),
        "arrive_by": note("When to be there at the latest. Give this or the time to leave after, not both."),
        "leave_after": note("When to leave at the earliest. Give this or the time to arrive by, not both."),
        "rides.seats": note("How many seats. Empty: as many as the rider takes."),
        "return_after": note("When the ride back may begin. Empty: there is none."),
        "volunteers.volunteer": _CODE,
        "volunteers.name": note("First and last name."),
        "volunteers.home": note("Where the volunteer's car stands: a name from the sheet places, or lat,lon."),
        "languages": note("Languages the volunteer speaks, as two letters each, separated by blanks."),
        "volunteers.seats": note("Seats for passengers, besides the driver. 0 supervises without a car."),
        "offers": note("What the car or the driver offers, as codes of the configuration, separated by blanks."),
        "max_drive_minutes_per_day": note("Minutes at the wheel in a day, empty ways included."),
        "max_days_per_week": note("On how many days of a week at most, Monday to Sunday."),
        "max_asks_per_week": note("How often in a week the volunteer may be asked. Empty: no limit."),
        "max_wait_away": note("Minutes the volunteer waits away from home at most."),
        "notice_hours": note(
            "Hours before a drive by which the volunteer wants to be asked. At shorter notice nothing is planned that "
            "the volunteer was not asked about."
        ),
        "only_employer": note("Drives only to and from shifts of this employer. Empty: of any."),
        "record_seen_on": note("When the extract from the criminal record was seen. Nothing else about it is kept."),
        "active": note("Whether the volunteer takes part now."),
        "volunteer": _WHICH_VOLUNTEER,
        "availability.start": note("Leaves home no earlier."),
        "availability.end": note("Is home again no later; 24:00 is midnight."),
        "availability.from": note("For an own trip: where it begins, a place or lat,lon. Empty or home: at home."),
        "availability.to": note("For an own trip: where it ends, a place or lat,lon. Empty or home: at home."),
        "own_trip": note("Whether the volunteer drives this way anyway. The way back is a row of its own."),
        "max_detour_minutes": note("On an own trip: how many minutes longer it may take."),
        "who": note("Which rider or volunteer: the code, or the name where only one has it."),
        "away.first_date": note("The first date away."),
        "away.last_date": note("The last date away; it may be the same."),
        "away.start": note("From when on the first of these dates. Empty: all day."),
        "away.end": note("Until when on the last of these dates. Empty: all day."),
        "valid_from": note("Since when the licence has been valid."),
        "valid_to": note("Until when it was valid. Empty: it still is."),
        "licences.country": note("The country that issued it, as two letters."),
        "code": note("The class of the licence; B78 is for automatic cars only."),
        "born": _BORN,
        "supervisors.transmission": _TRANSMISSION,
        "intro_course_on": _INTRO_COURSE,
        "dark_course_on": note("The date of the course in the dark, where the country asks for one."),
        "other_approvals": note("How many approvals that have not run out the supervisor has outside this programme."),
        "permit_until": note("The last date on which the learner's permit is valid."),
        "learners.transmission": note("Which car the learner practises with. Empty: any."),
        "lesson_minutes": note("How long a lesson is."),
        "lessons_per_week": note("How many lessons in a week the learner wishes for, and at most."),
        "min_days_between": note("Days from one lesson to the next at least; 1 allows the next day."),
        "waiting_since": note("Since when the learner has been waiting for lessons."),
        "practised_minutes": note(
            "Minutes practised before the first lesson in the sheet practice_log; both count together."
        ),
        "learners.may_practise_on_rides": note("Whether the learner wants to drive on the way to work."),
        "supervisors.may_practise_on_rides": note(
            "Whether the volunteer agrees that a learner drives on a ride to work."
        ),
        "lesson_times.start": note("When a lesson may begin."),
        "lesson_times.end": note("When it must be over; at or before the start means on the next day."),
        "lesson_times.place": note("Where lessons begin and end, a place or lat,lon. Empty or home: at home."),
        "approved_on": note("The date of the approval."),
        "valid_until": note("The last date on which it is valid. Empty: five years after the approval."),
        "practice_log.date": note("The date of the lesson."),
        "practice_log.start": note("When it began. It tells two lessons of one day apart; empty: nobody knows."),
        "practice_log.minutes": note("How long it was."),
        "practice_log.volunteer": note("Who supervised. Empty: a school, or somebody else from outside."),
        "parts": note("Which parts of the curriculum were practised, as codes of the configuration."),
        "dark": note("Whether it was dark."),
        "remarks": note("How it went, as codes of the configuration."),
        "vehicle": note("A code of letters, digits and hyphens that stays the same."),
        "vehicles.seats": note("Seats for passengers, besides the driver."),
        "vehicles.transmission": _TRANSMISSION,
        "overnight.place": note("Where the beds are: the workplace, or a place near by."),
        "overnight.days": note("Nights that begin on these days: of the week, daily, weekdays, weekends, or one date."),
        "beds": note("How many."),
        "overnight.employer": note("Only for those who work here. Empty: for all who work at that place."),
        "vehicles.place": note("Where the car stands, a place or lat,lon."),
    }
)
"""By column, or by table and column where the same name means something of its own."""

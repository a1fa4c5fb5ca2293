"""What is asked of a driver: one place at a time, a day's driving, breaks, days and asks a week, nights and rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ridematch.language import say
from ridematch.model.problem import Driver, Night
from ridematch.rules.case import Case, Run, weeks
from ridematch.rules.check.finding import Finding, Findings

DAY_MINUTES = 24 * 60


def a_day_is_one_duty_in_time_order(case: Case) -> Findings:
    """A driver has at most one duty a date, and its trips stand in the order in which they are driven."""
    seen: set[tuple[str, date]] = set()
    for duty in case.plan.duties:
        if (duty.driver, duty.date) in seen:
            yield Finding(
                subjects=(duty.driver,),
                sentence=say("{driver} has 2 duties on {date}, the limit is 1", driver=duty.driver, date=duty.date),
            )
        seen.add((duty.driver, duty.date))
        departures = [trip.visits[0].begins for trip in duty.trips if trip.visits]
        if departures != sorted(departures):
            yield Finding(
                subjects=(duty.driver,),
                sentence=say("the trips of {driver} on {date} are out of order", driver=duty.driver, date=duty.date),
            )


def drivers_are_at_home_between_trips(case: Case) -> Findings:
    """Trips of a driver never overlap, over all days; between two there is at least the home stay."""
    limit = case.problem.limits.home_stay_minutes
    for driver, runs in case.runs_of.items():
        last = runs[0]
        for run in runs[1:]:
            stay = run.departs - last.arrives
            if stay < limit:
                sentence = say(
                    "{driver} is at home for {minutes} min before {departs}, the least is {limit}",
                    driver=driver,
                    minutes=stay,
                    departs=case.book.clock(run.departs),
                    limit=limit,
                )
                subjects = (driver, *last.serves, *run.serves)
                yield Finding(subjects=subjects, sentence=sentence, brief="already driving then")
            last = max(last, run, key=lambda run: run.arrives)


def driving_a_day_is_short_enough(case: Case) -> Findings:
    """The legs of a day, of own trips only what is beyond the direct road, stay within the driver's limit."""
    for (code, on), runs in case.days.items():
        minutes, limit = sum(run.driving for run in runs), runs[0].driver.max_drive_minutes_per_day
        if minutes > limit:
            sentence = say(
                "{code} drives {minutes} min on {date}, the limit is {limit}",
                code=code,
                minutes=minutes,
                date=on,
                limit=limit,
            )
            yield Finding(subjects=(code,), sentence=sentence, brief=f"{minutes - limit} min over the day's driving")


def drivers_have_breaks(case: Case) -> Findings:
    """Nobody is at the wheel for longer than the limit without a break; the stay at home is one, a lesson is not."""
    limits = case.problem.limits
    for run in case.runs:
        longest = _longest_at_the_wheel(run, break_minutes=limits.break_minutes)
        if longest > limits.max_wheel_minutes:
            sentence = say(
                "{driver} is at the wheel for {minutes} min without a break on {date}, the limit is {limit}",
                driver=run.driver.code,
                minutes=longest,
                date=run.date,
                limit=limits.max_wheel_minutes,
            )
            brief = f"{longest - limits.max_wheel_minutes} min over the time at the wheel"
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence, brief=brief)


def _longest_at_the_wheel(run: Run, *, break_minutes: int) -> int:
    wheel = longest = 0
    for visit, leg, aboard in zip(run.trip.visits, run.legs, run.aboard, strict=True):
        wheel += leg
        longest = max(longest, wheel)
        if not aboard and visit.begins - visit.arrives >= break_minutes:
            wheel = 0
    return longest


def days_a_week_are_few_enough(case: Case) -> Findings:
    """Dates with driving other than own trips, those already driven included, stay within the driver's days a week."""
    for code, dates in case.days_out.items():
        driver = case.book.drivers[code]
        for week, inside in weeks(dates).items():
            count = len({*inside, *weeks(driver.driven_dates).get(week, ())})
            if count > driver.max_days_per_week:
                sentence = say(
                    "{code} drives on {count} days in {week}, the limit is {limit}",
                    code=code,
                    count=count,
                    week=week,
                    limit=driver.max_days_per_week,
                )
                brief = f"would be day {count} of driving this week, {driver.max_days_per_week} allowed"
                yield Finding(subjects=(code,), sentence=sentence, brief=brief)


def asks_a_week_are_few_enough(case: Case) -> Findings:
    """A driver is asked for no more days a week than agreed; days with a promise or own trips alone are no asks."""
    for code, dates in case.asks.items():
        driver = case.book.drivers[code]
        if driver.max_asks_per_week is None:
            continue
        for week, inside in weeks(dates).items():
            count = len(inside) + sum(asks for asked, asks in driver.asks_by_week if asked == week)
            if count > driver.max_asks_per_week:
                sentence = say(
                    "{code} is asked {count} times in {week}, the limit is {limit}",
                    code=code,
                    count=count,
                    week=week,
                    limit=driver.max_asks_per_week,
                )
                brief = f"would be ask {count} this week, {driver.max_asks_per_week} allowed"
                yield Finding(subjects=(code,), sentence=sentence, brief=brief)


def night_days_in_seven_are_few_enough(case: Case) -> Findings:
    """In any seven dates in a row that reach into the plan, few have driving at night."""
    limit = case.problem.limits.night_days_in_seven
    for driver, planned in _night_days(case):
        nights = {*planned, *(on.toordinal() for on in driver.night_dates)}
        for last in sorted(planned):
            count = sum(last - 7 < night <= last for night in nights)
            if count > limit:
                sentence = say(
                    "{driver} drives at night on {count} of the seven days to {date}, the limit is {limit}",
                    driver=driver.code,
                    count=count,
                    date=date.fromordinal(last),
                    limit=limit,
                )
                brief = f"would be night {count} in seven days, {limit} allowed"
                yield Finding(subjects=(driver.code,), sentence=sentence, brief=brief)


def night_days_in_a_row_are_few_enough(case: Case) -> Findings:
    """Few dates in a row have driving at night, those before the plan included."""
    limit = case.problem.limits.night_days_in_a_row
    for driver, planned in _night_days(case):
        nights = {*planned, *(on.toordinal() for on in driver.night_dates)}
        for last in sorted(planned):
            row = 1
            while last - row in nights:
                row += 1
            if row > limit and last + 1 not in nights:
                on = date.fromordinal(last)
                sentence = say(
                    "{driver} drives at night on {count} days in a row to {date}, the limit is {limit}",
                    driver=driver.code,
                    count=row,
                    date=on,
                    limit=limit,
                )
                brief = f"would be {row} nights in a row"
                yield Finding(subjects=(driver.code,), sentence=sentence, brief=brief)


def _night_days(case: Case) -> Iterator[tuple[Driver, dict[int, int]]]:
    """Each driver with the planned dates (as ordinals) of driving at night, and the minutes driven in those trips."""
    for code, runs in case.runs_of.items():
        planned: dict[int, int] = {}
        for run in runs:
            if not run.block.own_trip and any(
                run.departs < night.ends and run.arrives > night.begins for night in case.problem.nights
            ):
                planned[run.date.toordinal()] = planned.get(run.date.toordinal(), 0) + run.driving
        yield case.book.drivers[code], planned


@dataclass(frozen=True, slots=True)
class _Drive:
    """A drive as the rest after it sees it. An own trip counts from its block's start to its end, used or not."""

    departs: int
    arrives: int
    own_trip: bool

    def is_late(self, night: Night) -> bool:
        begun_that_day = self.departs > night.begins - DAY_MINUTES
        return begun_that_day and self.departs < night.turns and self.arrives > night.begins

    def is_early(self, night: Night) -> bool:
        return night.turns <= self.departs < night.early_until


def drivers_rest_after_a_late_drive(case: Case) -> Findings:
    """Who drives late does not drive early next morning. What was settled without this plan is not judged."""
    for code, runs in case.runs_of.items():
        driver = case.book.drivers[code]
        drives = [_Drive(run.departs, run.arrives, False) for run in runs if not run.block.own_trip]
        drives += [_Drive(own.start, own.end, True) for own in case.book.blocks_of.get(code, ()) if own.own_trip]
        for night in case.problem.nights:
            late = [drive for drive in drives if drive.is_late(night)]
            early = [drive for drive in drives if drive.is_early(night)]
            before = night.date in driver.late_dates
            if (_is_planned(early) and (late or before)) or (_is_planned(late) and early):
                clock = case.book.clock
                begun, rest = clock(min(drive.departs for drive in early)), _rest(case, night)
                if late:
                    ended = clock(max(drive.arrives for drive in late))
                    sentence = say(
                        "{code} drives until {ended} and again from {begun}", code=code, ended=ended, begun=begun
                    )
                else:
                    sentence = say(
                        "{code} drives late on {date} and again from {begun}", code=code, date=night.date, begun=begun
                    )
                sentence = f"{sentence}; {rest}"
                yield Finding(
                    subjects=(code,), sentence=sentence, brief=f"late on {night.date} and early the next morning"
                )


def _rest(case: Case, night: Night) -> str:
    clock = case.book.clock
    return say(
        "after a drive past {night} the earliest is {until}", night=clock(night.begins), until=clock(night.early_until)
    )


def _is_planned(drives: list[_Drive]) -> bool:
    return any(not drive.own_trip for drive in drives)

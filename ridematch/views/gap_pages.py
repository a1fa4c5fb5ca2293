"""What is missing most as pages to hand on: places, days and numbers, nobody's name or code."""

from ridematch.language import say
from ridematch.views.gaps import Gaps, about_words, bus_words, demand_table, nothing_words, volunteer_words
from ridematch.views.page import Lines, Page
from ridematch.views.schedule import dates_title


def recruiting_page(gaps: Gaps) -> Page:
    """For whoever looks for volunteers: where, on which days, at which hours one more would help most."""
    found = tuple(volunteer_words(one) for one in gaps.volunteers)
    return Page(
        title=say("Volunteers to look for, {dates}", dates=dates_title(gaps.first_date, gaps.days)),
        parts=(
            Lines(lines=about_words(gaps)),
            Lines(heading=say("To recruit"), lines=found or (nothing_words(),)),
        ),
    )


def buses_page(gaps: Gaps) -> Page:
    """For those who plan buses: departures that would help, and who wants to go where and when."""
    found = tuple(bus_words(one) for one in gaps.buses)
    return Page(
        title=say("Rides that a bus could carry, {dates}", dates=dates_title(gaps.first_date, gaps.days)),
        parts=(
            Lines(lines=about_words(gaps)),
            Lines(heading=say("Departures, the most helpful first"), lines=found or (nothing_words(),)),
            demand_table(gaps.demand),
        ),
    )

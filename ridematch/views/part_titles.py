"""The titles of what is practised, as the curriculum that comes with the program has them, for the catalogs.

Learners and supervisors read them on their pages, in their languages; titles of an own curriculum stay as they are.
"""

from ridematch.language import note

PART_TITLES = (
    note("Sitting right, mirrors, controls"),
    note("First moves: starting, steering, stopping"),
    note("Changing gears"),
    note("Hills: starting, stopping, driving up and down"),
    note("Manoeuvring: reversing, turning, parking"),
    note("Care and checks of the car"),
    note("Coordination and braking"),
    note("Villages and small roads"),
    note("Town: junctions, roundabouts, lanes"),
    note("Country roads: speed, meeting, overtaking, wild animals"),
    note("Fast roads: joining, leaving, motorway"),
    note("Driving in darkness"),
    note("Snow and slippery roads"),
    note("Journeys: planning, passengers, load, tiredness"),
    note("Own driving: habits, limits, ready for the test"),
)

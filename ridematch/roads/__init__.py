"""Places to travel minutes and metres, names to coordinates. The one home of geopy; no network is touched."""

"""Files <-> rows: what a coordinator types, and what Excel makes of it."""

"""Problem -> Plan: fragments, duties, master. The one home of OR-Tools."""

"""Rows <-> facts, plans -> editions. The one home of SQLModel and Alembic."""

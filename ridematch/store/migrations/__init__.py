"""The schema's history, which Alembic brings a store through; see `store.versions`.

A change of a table is a change in `store.schema` or `store.published` and a new file in `versions`, numbered on: what
it does to a store (`upgrade`) and how it is taken back (`downgrade`), written out, on SQLite with `batch_alter_table`.
`store.versions.HEAD` is then its number. The tests say when the two sides differ.
"""

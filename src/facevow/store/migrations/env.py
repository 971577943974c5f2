"""Alembic runs this file for every migration. The connection is handed in by `facevow.store.schema`."""

from alembic import context

from facevow.store import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,  # SQLite can, once its driver is kept from committing by itself (see sql.py)
)
with context.begin_transaction():
    context.run_migrations()

"""What Alembic runs: the migrations, in the transaction that the store has opened and locked."""

from alembic import context

from webapp.sharing.store_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

"""Migrations of the store: one file a revision in `versions/`; `store_tables.REVISION` names the newest."""

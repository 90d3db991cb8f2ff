"""The tables of the store. Whoever changes them adds a migration and names its revision here."""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

# The newest file in migrations/versions; a test compares. So nothing of Alembic is loaded to see that all is well.
REVISION = "0001"
MAX_CONTENT = 1 << 20
metadata = MetaData()


class Utc(TypeDecorator[datetime]):
    """A moment, kept in UTC: with its zone where the database knows zones, without where it doesn't (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Take a moment that has a zone; one without could be any time."""
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment without a zone can't be kept.")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


# `content` is NULL once it was erased, and `ended` says why: the name stays, so that the link can tell.
link = Table(
    "link",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("content", LargeBinary),
    Column("ended", String(16)),
    CheckConstraint(f"length(content) <= {MAX_CONTENT}", name="link_content_size"),
    CheckConstraint("(content IS NULL) = (ended IS NOT NULL)", name="link_content_or_ended"),
)
# `token` is the SHA-256 of a delete token, or empty; `expires` NULL is a pinned hold.
hold = Table(
    "hold",
    metadata,
    Column("link", ForeignKey("link.id", name="hold_link"), primary_key=True),
    Column("token", LargeBinary, primary_key=True),
    Column("expires", Utc),
)
secret = Table(
    "secret",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

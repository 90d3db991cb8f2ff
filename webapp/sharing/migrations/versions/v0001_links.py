"""Links, who holds them, and the key under which they are named."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "link",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary),
        sa.Column("ended", sa.String(16)),
        sa.CheckConstraint("length(content) <= 1048576", name="link_content_size"),
        sa.CheckConstraint("(content IS NULL) = (ended IS NOT NULL)", name="link_content_or_ended"),
    )
    op.create_table(
        "hold",
        sa.Column("link", sa.String(64), sa.ForeignKey("link.id", name="hold_link"), primary_key=True),
        sa.Column("token", sa.LargeBinary, primary_key=True),
        sa.Column("expires", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )

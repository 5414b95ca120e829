"""What papers were made from, and what was told of files: what did not change is left alone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns, and the table of what each year's papers were made from."""
    with op.batch_alter_table("workbooks") as table:
        table.add_column(sa.Column("digest", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("year", sa.Integer(), nullable=True))
    with op.batch_alter_table("files") as table:
        table.add_column(sa.Column("told", sa.JSON(), nullable=True))
    with op.batch_alter_table("runs") as table:
        table.add_column(sa.Column("unread", sa.JSON(), nullable=True))
    op.create_table(
        "year_papers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )

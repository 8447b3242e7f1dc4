"""Tables that are only ever added to, guarded in the database itself."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION waymark_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: rows are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def guard(table: str) -> migrations.RunSQL:
    """A migration step: refuse UPDATE and DELETE of rows of ``table``.

    TRUNCATE stays possible: a trigger on it would break the flush of transactional tests.
    """
    return migrations.RunSQL(
        sql=FUNCTION
        + f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        + "FOR EACH ROW EXECUTE FUNCTION waymark_append_only();",
        reverse_sql=f"DROP TRIGGER append_only ON {table};",
    )

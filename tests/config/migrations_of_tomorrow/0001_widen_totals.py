from django.db import migrations  # noqa: N999 (named as migrations are)


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL(
            "ALTER TABLE operations_total ADD COLUMN tomorrow integer", migrations.RunSQL.noop
        ),
    ]

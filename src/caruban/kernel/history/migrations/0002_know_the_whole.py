from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        migrations.AddField(
            "change",
            "whole",
            models.BigIntegerField(null=True, verbose_name="nomor catatan induk"),
        ),
    ]

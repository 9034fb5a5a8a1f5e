from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built beside writers

    dependencies = [("history", "0002_know_the_whole")]

    operations = [
        AddIndexConcurrently(
            "change",
            models.Index(
                fields=["table", "whole", "-id"],
                name="history_of_parts",
                condition=models.Q(whole__isnull=False),
            ),
        ),
    ]

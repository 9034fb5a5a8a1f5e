from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="content",
            field=models.CharField(default="", max_length=64, verbose_name="sidik isi"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="report",
            name="office",
            field=models.CharField(blank=True, max_length=200, verbose_name="dicetak oleh"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("organisation", "content"), name="report_is_issued_once"
            ),
        ),
    ]

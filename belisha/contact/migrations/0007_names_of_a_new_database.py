"""A renamed column keeps its index and its NOT NULL under the old name; both get the name of a new database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0006_oldest_of_a_window"),
    ]

    operations = [
        migrations.AlterField(model_name="watched", name="oldest_at", field=models.DateTimeField(null=True)),
        migrations.AlterField(
            model_name="watched", name="oldest_at", field=models.DateTimeField(db_index=True)
        ),
    ]

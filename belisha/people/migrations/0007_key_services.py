from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_wider_changes")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="services",
            field=models.JSONField(null=True),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(services__isnull=True) | ~models.Q(services=[]),
                name="a_bound_key_is_bound_to_something",
            ),
        ),
    ]

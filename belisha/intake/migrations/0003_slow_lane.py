from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_signal_of_a_match")]

    operations = [
        migrations.AddField(model_name="report", name="slow", field=models.BooleanField(default=False))
    ]

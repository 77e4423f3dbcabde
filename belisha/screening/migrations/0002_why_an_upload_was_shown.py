from django.db import migrations

import belisha.vault.fields


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="unscreened",
            name="shown_because",
            field=belisha.vault.fields.SealedText(default=None, null=True),
        ),
    ]

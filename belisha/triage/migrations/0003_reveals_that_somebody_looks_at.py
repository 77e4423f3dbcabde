from django.db import migrations, models


def mark(apps, schema_editor):
    # Until now it was what was shown for a call, all at once, that somebody looked at.
    reveals = apps.get_model("triage", "Reveal").objects.using(schema_editor.connection.alias)
    reveals.filter(everything=True, one_person_mode=False).update(second_look=True)


class Migration(migrations.Migration):
    dependencies = [("triage", "0002_need_to_know")]

    operations = [
        migrations.AddField(
            model_name="reveal",
            name="second_look",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]

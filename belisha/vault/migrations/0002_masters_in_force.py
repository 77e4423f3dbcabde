import django.db.models.deletion
from django.db import migrations, models


def name_masters(apps, editor):  # type: ignore[no-untyped-def]
    """Put those master keys in force that wrap a data key now; a destroyed one needs none."""
    alias = editor.connection.alias
    if alias != "keys":
        return
    keys = apps.get_model("vault", "DataKey").objects.using(alias)
    keys.exclude(destroyed_at=None).update(master=None)
    names = keys.exclude(master=None).values_list("master", flat=True).distinct()
    masters = apps.get_model("vault", "Master").objects.using(alias)
    masters.bulk_create([masters.model(name=name) for name in names])


def unname(apps, editor):  # type: ignore[no-untyped-def]
    """Give a destroyed key a word in place of a master, as the column wants one."""
    alias = editor.connection.alias
    if alias == "keys":
        apps.get_model("vault", "DataKey").objects.using(alias).filter(master=None).update(master="")


class Migration(migrations.Migration):
    """From here on the database itself refuses a data key under a master key that is not in force."""

    # PostgreSQL alters no table that has changed rows waiting to be checked, so not all in one.
    atomic = False

    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Master",
            fields=[
                ("name", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AlterField("datakey", "master", models.CharField(max_length=16, null=True)),
        migrations.RunPython(name_masters, unname),
        migrations.AlterField(
            "datakey",
            "master",
            models.ForeignKey(
                db_column="master",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="keys",
                to="vault.master",
            ),
        ),
    ]

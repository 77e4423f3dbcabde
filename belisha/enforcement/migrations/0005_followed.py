from django.db import migrations, models


def begin_now(apps, _):
    """What happened before there were orders asks for none: the service has long done as it was told then."""
    head = apps.get_model("ledger", "Head").objects.filter(id=1).first()
    if head is not None and head.size:
        apps.get_model("enforcement", "Followed").objects.create(id=1, read_to=head.size)


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0004_appeals"),
        ("ledger", "0003_checkpoints"),
    ]

    operations = [
        migrations.CreateModel(
            name="Followed",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("read_to", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="the_log_is_followed_once")
                ],
            },
        ),
        migrations.RunPython(begin_now, migrations.RunPython.noop),
    ]

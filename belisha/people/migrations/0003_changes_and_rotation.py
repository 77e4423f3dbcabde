import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_signing_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="replaced_by",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="people.apikey",
            ),
        ),
        migrations.CreateModel(
            name="StaffChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("case_work", "May now see cases"),
                            ("senior", "May now open every case"),
                            ("let_in", "May sign in again"),
                            ("password", "Has a new password, set by somebody else"),
                            ("factor", "Had their second factor taken away"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("mail_next_at", models.DateTimeField(null=True)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["looked_at", "at"], name="changes_to_look_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("looked_by", None),
                            models.Q(
                                models.Q(("looked_by", models.F("person")), _negated=True),
                                models.Q(("looked_by", models.F("by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_looks_at_their_own_change",
                    )
                ],
            },
        ),
    ]

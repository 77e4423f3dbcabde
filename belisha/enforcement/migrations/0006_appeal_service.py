import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_services(apps, schema_editor):
    """An appeal is of the service of the order or the report that it is about."""
    appeals = apps.get_model("enforcement", "Appeal").objects
    orders = apps.get_model("enforcement", "Order").objects.filter(id=OuterRef("order_id"))
    reports = apps.get_model("intake", "Report").objects.filter(id=OuterRef("report_id"))
    appeals.filter(order__isnull=False).update(service_id=Subquery(orders.values("service_id")[:1]))
    appeals.filter(order=None, report__isnull=False).update(
        service_id=Subquery(reports.values("service_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0005_followed"),
        ("organisation", "0004_destination_read_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="service",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.service",
            ),
        ),
        migrations.RunPython(name_services, migrations.RunPython.noop),
    ]

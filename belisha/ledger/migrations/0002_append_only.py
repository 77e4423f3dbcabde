from django.db import migrations

from belisha.ledger import triggers


class Migration(migrations.Migration):
    """From here on the database itself refuses to change or delete an entry."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(triggers.create, triggers.drop)]

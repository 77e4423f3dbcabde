from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0005_patterns_read_beside"),
    ]

    operations = [
        migrations.RenameField(model_name="watched", old_name="last_at", new_name="oldest_at"),
    ]

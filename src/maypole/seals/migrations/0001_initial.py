"""The triggers on signed plans and notes; the app has no tables of its own."""

from django.db import migrations

from maypole.seals.triggers import install


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("plan", "0001_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
    ]

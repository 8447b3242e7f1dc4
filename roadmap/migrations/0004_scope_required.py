import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("roadmap", "0003_scope_and_discussion"),
    ]

    operations = [
        migrations.AlterField(
            model_name="roadmap",
            name="scope",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="roadmap", to="writing.text"
            ),
        ),
        migrations.AlterField(
            model_name="roadmap",
            name="thread",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="roadmap", to="writing.thread"
            ),
        ),
    ]

"""Every roadmap gets the scope and the discussion it has from now on. Apart from the change of the columns before and
after, which PostgreSQL refuses in the transaction that fills them."""

from django.db import migrations


def fill(apps, schema_editor):
    Roadmap = apps.get_model("roadmap", "Roadmap")
    Text = apps.get_model("writing", "Text")
    Version = apps.get_model("writing", "Version")
    Thread = apps.get_model("writing", "Thread")
    for roadmap in Roadmap.objects.filter(scope=None):
        text = Text.objects.create(group_id=roadmap.group_id, kind="roadmap", title="")
        text.head = Version.objects.create(text=text, number=1, title="", body="", origin="written")
        text.save(update_fields=["head"])
        roadmap.scope = text
        roadmap.thread = Thread.objects.create(group_id=roadmap.group_id, kind="roadmap")
        roadmap.save(update_fields=["scope", "thread"])


class Migration(migrations.Migration):

    dependencies = [
        ("roadmap", "0002_document"),
        ("writing", "0002_roadmap_scope"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

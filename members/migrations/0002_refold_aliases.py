"""Folding knows more letters now (æ, đ, ı …): aliases are kept as it folds them, so that they are still found."""

from django.db import migrations

from web.words import fold


def refold(apps, schema_editor):
    Alias = apps.get_model("members", "Alias")
    for alias in Alias.objects.order_by("pk"):
        folded = fold(alias.name)
        if folded and folded != alias.folded:
            same = Alias.objects.filter(group=alias.group_id, folded=folded)
            if not same.exists():  # else the other alias has that spelling already
                Alias.objects.filter(pk=alias.pk).update(folded=folded)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [migrations.RunPython(refold, migrations.RunPython.noop)]

import django.contrib.postgres.indexes
import web.full_text
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0001_words'),
        ('decisions', '0001_initial'),
        ('members', '0001_initial'),
        ('minutes', '0001_initial'),
        ('roadmap', '0004_scope_required'),
        ('writing', '0003_words'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(web.full_text.Words('text'), name='entry_by_words'),
        ),
        migrations.AddIndex(
            model_name='section',
            index=django.contrib.postgres.indexes.GinIndex(web.full_text.Words('title'), name='section_by_words'),
        ),
    ]

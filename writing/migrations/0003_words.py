import django.contrib.postgres.indexes
import web.full_text
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0001_words'),
        ('members', '0001_initial'),
        ('writing', '0002_roadmap_scope'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=django.contrib.postgres.indexes.GinIndex(web.full_text.Words('body'), name='comment_by_words'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=django.contrib.postgres.indexes.GinIndex(web.full_text.Words('title', 'body'), name='version_by_words'),
        ),
    ]

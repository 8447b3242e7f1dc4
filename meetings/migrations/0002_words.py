import django.contrib.postgres.indexes
import web.full_text
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('web', '0001_words'),
        ('meetings', '0001_initial'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=django.contrib.postgres.indexes.GinIndex(web.full_text.Words('title', 'slug'), name='meeting_by_words'),
        ),
    ]

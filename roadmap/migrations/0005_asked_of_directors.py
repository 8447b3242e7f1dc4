import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from web.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('roadmap', '0004_scope_required'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedOfDirectors',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('technology', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_lines', to='roadmap.technology')),
            ],
            options={
                'verbose_name_plural': 'lines asked of the directors',
            },
        ),
        guard("roadmap_askedofdirectors"),
    ]

"""What is decided, sent and recorded every day, and rows of a day made narrow."""

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import duecourse.store.fields
from django.conf import settings
from django.db import migrations, models

from duecourse.store import triggers


PROFILES_MOVE = (
    "INSERT INTO position_profile (day_id, customer_id, profile)"
    " SELECT day_id, customer_id, profile FROM position_customer"
)
PROFILES_MOVE_BACK = (
    "UPDATE position_customer SET profile = (SELECT moved.profile FROM position_profile AS moved"
    " WHERE moved.day_id = position_customer.day_id"
    " AND moved.customer_id = position_customer.customer_id)"
)


def install(_apps: object, editor: object) -> None:
    """Install the guards of every table."""
    triggers.install(editor)


def remove(_apps: object, editor: object) -> None:
    """Take the guards away: a table that SQLite makes anew would lose them."""
    triggers.remove(editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_guards'),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.CreateModel(
            name='CallNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.TextField()),
                ('spoken_on', models.DateField()),
                ('contact', models.CharField(blank=True, default='', max_length=200)),
                ('text', models.TextField()),
                ('next_contact_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'db_table': 'call_note',
                'ordering': ['-spoken_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ChasingPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.TextField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('reason', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'chasing_pause',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('alert', 'Alert'), ('task', 'Task'), ('order', 'Order')], max_length=5)),
                ('customer_id', models.TextField()),
                ('name', models.TextField()),
                ('did', models.CharField(choices=[('seen', 'Seen'), ('noted', 'Noted'), ('snoozed', 'Snoozed'), ('done', 'Done'), ('assigned', 'Assigned'), ('reopened', 'Reopened')], max_length=8)),
                ('until_on', models.DateField(null=True)),
                ('note', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('as_of', models.DateField()),
            ],
            options={
                'db_table': 'deed',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='FreshStanding',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('customer_id', models.TextField(unique=True)),
                ('read_until', models.BigIntegerField()),
                ('rows', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                'db_table': 'fresh_standing',
            },
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=255)),
                ('folder', models.CharField(max_length=40, unique=True)),
                ('place', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('mapping', models.TextField(blank=True, default='')),
                ('mapping_name', models.CharField(blank=True, default='', max_length=100)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('complete', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('reading', 'Reading'), ('seen', 'Seen'), ('keeping', 'Keeping'), ('kept', 'Kept'), ('refused', 'Refused'), ('interrupted', 'Interrupted')], default='reading', max_length=11)),
                ('doing', models.CharField(blank=True, default='', max_length=20)),
                ('seen', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('refusal', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'import_job',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.TextField()),
                ('customer_name', models.TextField(blank=True, default='')),
                ('salesperson', models.TextField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('dunning', 'Dunning'), ('statement', 'Statement of account'), ('balance-confirmation', 'Balance confirmation')], default='dunning', max_length=20)),
                ('level', models.TextField(blank=True, default='')),
                ('approval', models.TextField(blank=True, default='')),
                ('language', models.CharField(default='zh', max_length=2)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('print', 'Print'), ('text', 'Text to copy'), ('webhook', 'Webhook')], default='email', max_length=7)),
                ('address', models.TextField(blank=True, default='')),
                ('subject', models.TextField(blank=True, default='')),
                ('body', models.TextField(blank=True, default='')),
                ('edited', models.BooleanField(default=False)),
                ('account', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('withheld', 'Withheld'), ('withdrawn', 'Withdrawn'), ('uncertain', 'Uncertain'), ('bounced', 'Bounced')], default='draft', max_length=9)),
                ('why', models.TextField(blank=True, default='')),
                ('detail', models.TextField(blank=True, default='')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('claim', models.CharField(blank=True, default='', max_length=32)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('message_id', models.CharField(blank=True, default='', max_length=200)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('pdf', models.BinaryField(blank=True, null=True)),
                ('as_of', models.DateField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'letter',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LetterLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invoice_id', models.TextField()),
                ('part', models.IntegerField(default=1)),
                ('level', models.TextField()),
                ('days_past_due', models.IntegerField()),
                ('amount', duecourse.store.fields.MoneyField()),
                ('currency', models.CharField(max_length=3)),
                ('late_interest', duecourse.store.fields.MoneyField(blank=True, null=True)),
                ('live', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'letter_line',
                'ordering': ['-days_past_due', 'invoice_id', 'part'],
            },
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.TextField()),
                ('language', models.CharField(max_length=2)),
                ('version', models.PositiveIntegerField()),
                ('subject', models.TextField()),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'letter_template',
                'ordering': ['purpose', 'language', '-version'],
            },
        ),
        migrations.CreateModel(
            name='LimitRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.TextField(null=True)),
                ('group_id', models.TextField(null=True)),
                ('amount', duecourse.store.fields.MoneyField()),
                ('currency', models.CharField(max_length=3)),
                ('terms', models.TextField(null=True)),
                ('from_on', models.DateField()),
                ('reason', models.TextField()),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('direct', models.BooleanField(default=False)),
                ('departs', models.BooleanField(default=False)),
                ('as_of', models.DateField()),
                ('current_limit', duecourse.store.fields.MoneyField(null=True)),
                ('recommended_limit', duecourse.store.fields.MoneyField(null=True)),
                ('recommended_terms', models.TextField(null=True)),
                ('limit_rule', models.TextField(null=True)),
                ('reasons', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('open', 'Open'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='open', max_length=9)),
                ('four_eyes', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_reason', models.TextField(blank=True, default='')),
            ],
            options={
                'db_table': 'limit_request',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PolicyConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('questions', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'db_table': 'policy_confirmation',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PolicyEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('as_of', models.DateField()),
                ('facts', models.BigIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=7)),
                ('stage', models.CharField(blank=True, default='', max_length=40)),
                ('steps', models.PositiveSmallIntegerField(default=0)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('heard_at', models.DateTimeField(auto_now=True)),
                ('why', models.TextField(blank=True, default='')),
                ('home_currency', models.CharField(blank=True, default='', max_length=3)),
                ('was', models.JSONField(default=dict)),
                ('becomes', models.JSONField(default=dict)),
                ('changed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'policy_effect',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PolicyEffectCustomer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('customer_id', models.TextField()),
                ('name', models.TextField(blank=True, default='')),
                ('currency', models.CharField(max_length=3)),
                ('change', duecourse.store.fields.MoneyField(null=True)),
                ('recommended_change', duecourse.store.fields.MoneyField(null=True)),
                ('size', models.FloatField(default=0.0)),
                ('criterion', models.TextField(null=True)),
                ('criterion_cost', models.FloatField(null=True)),
                ('was', models.JSONField(default=dict)),
                ('becomes', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'policy_effect_customer',
            },
        ),
        migrations.CreateModel(
            name='PolicyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('cases', models.TextField(blank=True, default='')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'policy_text',
                'ordering': ['-revision'],
            },
        ),
        migrations.CreateModel(
            name='PositionProfile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('customer_id', models.TextField()),
                ('profile', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'position_profile',
            },
        ),
        migrations.CreateModel(
            name='WriteOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.TextField()),
                ('invoice_id', models.TextField()),
                ('company_id', models.TextField(null=True)),
                ('amount', duecourse.store.fields.MoneyField()),
                ('currency', models.CharField(max_length=3)),
                ('reason', models.TextField()),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('as_of', models.DateField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='open', max_length=9)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_reason', models.TextField(blank=True, default='')),
            ],
            options={
                'db_table': 'write_off',
                'ordering': ['-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='policyversion',
            name='policy_state_known',
        ),
        migrations.RemoveIndex(
            model_name='positioncustomer',
            name='position_by_exposure',
        ),
        migrations.RemoveIndex(
            model_name='positioncustomer',
            name='position_by_grade',
        ),
        migrations.AddField(
            model_name='policyversion',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='cases',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='at_risk_home',
            field=duecourse.store.fields.MoneyField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='cap',
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='grade_before_caps',
            field=models.CharField(max_length=1, null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='observation_task',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='search',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='step',
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='step_days',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='step_rank',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='unallocated',
            field=duecourse.store.fields.MoneyField(null=True),
        ),
        migrations.AddField(
            model_name='positioncustomer',
            name='unallocated_home',
            field=duecourse.store.fields.MoneyField(null=True),
        ),
        migrations.AddField(
            model_name='positionday',
            name='read_until',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='positionday',
            name='told',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Superseded')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='positionalert',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AlterField(
            model_name='positioncustomer',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AlterField(
            model_name='positiondunning',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AlterField(
            model_name='positionleftout',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AlterField(
            model_name='positionpart',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AlterField(
            model_name='positionpoint',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AlterField(
            model_name='positiontask',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AddIndex(
            model_name='positioncustomer',
            index=models.Index(condition=models.Q(('step__isnull', False)), fields=['day', 'step'], name='position_by_step'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'approved', 'published', 'superseded'])), name='policy_state_known'),
        ),
        migrations.AddField(
            model_name='callnote',
            name='recorded',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call_note', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='callnote',
            name='spoken_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callnote',
            name='superseded',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='chasingpause',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='chasingpause',
            name='lifted',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='chasingpause',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deed',
            name='assigned_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deed',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deed',
            name='policy_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='freshstanding',
            name='day',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AddField(
            model_name='freshstanding',
            name='policy_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='importjob',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='store.importbatch'),
        ),
        migrations.AddField(
            model_name='importjob',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_jobs', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='letter',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='policy_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='letter',
            name='sent_event',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='letterline',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='store.letter'),
        ),
        migrations.AddField(
            model_name='lettertemplate',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='lettertemplate',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lettertemplate',
            name='superseded',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='letter',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='store.lettertemplate'),
        ),
        migrations.AddField(
            model_name='limitrequest',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='limits_approved', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='limitrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='limits_asked', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='limitrequest',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='limits_decided', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='limitrequest',
            name='event',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='limitrequest',
            name='policy_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='limitrequest',
            name='seconded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='limits_seconded', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyconfirmation',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_confirmations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyconfirmation',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='policyeffect',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='policyeffect',
            name='in_force',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='policyeffect',
            name='started_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyeffectcustomer',
            name='effect',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='customers', to='store.policyeffect'),
        ),
        migrations.AddField(
            model_name='policytext',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policytext',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='store.policyversion'),
        ),
        migrations.AddField(
            model_name='positionprofile',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.positionday'),
        ),
        migrations.AddField(
            model_name='writeoff',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_offs_asked', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='writeoff',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='write_offs_decided', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='writeoff',
            name='event',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.auditevent'),
        ),
        migrations.AddField(
            model_name='writeoff',
            name='policy_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.policyversion'),
        ),
        migrations.AddIndex(
            model_name='callnote',
            index=models.Index(fields=['customer_id', '-spoken_on', '-id'], name='call_note_of_customer'),
        ),
        migrations.AddIndex(
            model_name='callnote',
            index=models.Index(condition=models.Q(('next_contact_on__isnull', False), ('superseded', None)), fields=['next_contact_on'], name='call_note_next'),
        ),
        migrations.AddConstraint(
            model_name='callnote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='call_note_says_something'),
        ),
        migrations.AddConstraint(
            model_name='callnote',
            constraint=models.CheckConstraint(condition=models.Q(('next_contact_on', None), ('next_contact_on__gte', models.F('spoken_on')), _connector='OR'), name='call_note_next_not_before'),
        ),
        migrations.AddIndex(
            model_name='chasingpause',
            index=models.Index(condition=models.Q(('lifted', None)), fields=['customer_id', 'until_on'], name='chasing_pause_of_customer'),
        ),
        migrations.AddConstraint(
            model_name='chasingpause',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='chasing_pause_ends_after'),
        ),
        migrations.AddConstraint(
            model_name='chasingpause',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='chasing_pause_has_reason'),
        ),
        migrations.AddIndex(
            model_name='deed',
            index=models.Index(fields=['about', 'customer_id', 'name', '-id'], name='deed_of_thing'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ['alert', 'task', 'order'])), name='deed_about_known'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(('did__in', ['seen', 'noted', 'snoozed', 'done', 'assigned', 'reopened'])), name='deed_known'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('did__in', ('snoozed',)), _negated=True), ('until_on__isnull', False), _connector='OR'), name='deed_snoozed_until'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('did', 'assigned'), _negated=True), ('assigned_to__isnull', False), _connector='OR'), name='deed_assigned_to_someone'),
        ),
        migrations.AddConstraint(
            model_name='deed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('did__in', ('noted', 'done')), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='deed_has_note'),
        ),
        migrations.AddConstraint(
            model_name='importjob',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'seen', 'keeping', 'kept', 'refused', 'interrupted'])), name='import_job_state_known'),
        ),
        migrations.AddConstraint(
            model_name='letterline',
            constraint=models.UniqueConstraint(condition=models.Q(('live', True)), fields=('invoice_id', 'part', 'level'), name='letter_line_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='letterline',
            constraint=models.UniqueConstraint(fields=('letter', 'invoice_id', 'part'), name='letter_line_once'),
        ),
        migrations.AddConstraint(
            model_name='letterline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='letter_line_above_0'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded', None)), fields=('purpose', 'language'), name='letter_template_holds_once'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(fields=('purpose', 'language', 'version'), name='letter_template_version_once'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ('zh', 'en'))), name='letter_template_language'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='letter_template_says_something'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['customer_id', '-id'], name='letter_of_customer'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['state', 'next_attempt_at'], name='letter_by_state'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['salesperson', 'state'], name='letter_by_salesperson'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'dunning'), ('state__in', ('draft', 'queued', 'sending'))), fields=('customer_id',), name='letter_one_under_way'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('message_id', ''), _negated=True), fields=('message_id',), name='letter_message_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'queued', 'sending', 'sent', 'failed', 'withheld', 'withdrawn', 'uncertain', 'bounced'])), name='letter_state_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['dunning', 'statement', 'balance-confirmation'])), name='letter_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'print', 'text', 'webhook'])), name='letter_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'dunning'), _negated=True), models.Q(('level', ''), _negated=True), _connector='OR'), name='letter_dunning_has_level'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'withheld', 'withdrawn')), models.Q(('message_id', ''), _negated=True), _connector='OR'), name='letter_message_id_fixed'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), models.Q(('claimed_at__isnull', False), models.Q(('claim', ''), _negated=True)), _connector='OR'), name='letter_sending_is_claimed'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('sent', 'bounced')), _negated=True), models.Q(('sent_at__isnull', False), ('sent_event__isnull', False)), _connector='OR'), name='letter_sent_has_event'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('failed', 'withheld', 'uncertain', 'bounced')), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='letter_says_why'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('pdf__isnull', True)), models.Q(('pdf__isnull', False), django.db.models.lookups.Exact(django.db.models.functions.text.Length('digest'), 64)), _connector='OR'), name='letter_pdf_has_digest'),
        ),
        migrations.AddIndex(
            model_name='limitrequest',
            index=models.Index(fields=['customer_id', '-id'], name='limit_request_customer'),
        ),
        migrations.AddIndex(
            model_name='limitrequest',
            index=models.Index(fields=['state', '-id'], name='limit_request_state'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(('customer_id__isnull', True), ('group_id__isnull', True), _connector='XOR'), name='limit_request_of_one'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='limit_request_not_below_0'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('currency'), models.Value(3)), name='limit_request_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='limit_request_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'approved', 'refused', 'withdrawn'])), name='limit_request_state_known'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='limit_request_decided'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), ('event__isnull', False)), _connector='OR'), name='limit_approved_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('four_eyes', True), ('state', 'approved'), _negated=True), ('seconded_by__isnull', False), _connector='OR'), name='limit_approved_by_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(('direct', True), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='limit_not_approved_by_asker'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seconded_by', models.F('approved_by')), _negated=True), models.Q(('seconded_by', models.F('asked_by')), _negated=True)), name='limit_seconded_by_another'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='limit_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('customer_id',), name='limit_open_once'),
        ),
        migrations.AddConstraint(
            model_name='limitrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('group_id',), name='group_limit_open_once'),
        ),
        migrations.AddConstraint(
            model_name='policyconfirmation',
            constraint=models.UniqueConstraint(fields=('version', 'user', 'on'), name='policy_confirmed_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='policyeffect',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='policy_effect_state_known'),
        ),
        migrations.AddConstraint(
            model_name='policyeffect',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('draft',), name='policy_effect_one_at_work'),
        ),
        migrations.AddIndex(
            model_name='policyeffectcustomer',
            index=models.Index(fields=['effect', '-size', 'customer_id'], name='effect_by_size'),
        ),
        migrations.AddConstraint(
            model_name='policyeffectcustomer',
            constraint=models.UniqueConstraint(fields=('effect', 'customer_id'), name='effect_customer_once'),
        ),
        migrations.AddConstraint(
            model_name='policytext',
            constraint=models.UniqueConstraint(fields=('version', 'revision'), name='policy_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='positionprofile',
            constraint=models.UniqueConstraint(fields=('day', 'customer_id'), name='position_profile_once'),
        ),
        migrations.AddIndex(
            model_name='writeoff',
            index=models.Index(fields=['state', '-id'], name='write_off_state'),
        ),
        migrations.AddIndex(
            model_name='writeoff',
            index=models.Index(fields=['customer_id', '-id'], name='write_off_customer'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='write_off_above_0'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('currency'), models.Value(3)), name='write_off_currency_known'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='write_off_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'approved', 'refused', 'withdrawn'])), name='write_off_state_known'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='write_off_decided'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(models.Q(('decided_by', models.F('asked_by')), _negated=True), ('event__isnull', False)), _connector='OR'), name='write_off_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='write_off_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('invoice_id',), name='write_off_open_once'),
        ),
        migrations.RunSQL(PROFILES_MOVE, PROFILES_MOVE_BACK),
        migrations.RemoveField(
            model_name='positioncustomer',
            name='profile',
        ),
        migrations.RunPython(install, remove),
    ]

"""Plain tables of the administration: names for models of the store, and no table of their own."""

import django.contrib.auth.models
from django.db import migrations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('store', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='BatchesTable',
            fields=[
            ],
            options={
                'verbose_name': 'import batch',
                'verbose_name_plural': 'import batches',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.importbatch',),
        ),
        migrations.CreateModel(
            name='BillsTable',
            fields=[
            ],
            options={
                'verbose_name': 'bills',
                'verbose_name_plural': 'bills',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.bill',),
        ),
        migrations.CreateModel(
            name='ContractsTable',
            fields=[
            ],
            options={
                'verbose_name': 'contracts',
                'verbose_name_plural': 'contracts',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.contract',),
        ),
        migrations.CreateModel(
            name='CountriesTable',
            fields=[
            ],
            options={
                'verbose_name': 'countries',
                'verbose_name_plural': 'countries',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.country',),
        ),
        migrations.CreateModel(
            name='CoversTable',
            fields=[
            ],
            options={
                'verbose_name': 'covers',
                'verbose_name_plural': 'covers',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.cover',),
        ),
        migrations.CreateModel(
            name='CustomerHistoryTable',
            fields=[
            ],
            options={
                'verbose_name': 'customer history',
                'verbose_name_plural': 'customer history',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.customerhistory',),
        ),
        migrations.CreateModel(
            name='CustomersTable',
            fields=[
            ],
            options={
                'verbose_name': 'customers',
                'verbose_name_plural': 'customers',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.customer',),
        ),
        migrations.CreateModel(
            name='DisputesTable',
            fields=[
            ],
            options={
                'verbose_name': 'disputes',
                'verbose_name_plural': 'disputes',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.dispute',),
        ),
        migrations.CreateModel(
            name='DuePartsTable',
            fields=[
            ],
            options={
                'verbose_name': 'due parts',
                'verbose_name_plural': 'due parts',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.duepart',),
        ),
        migrations.CreateModel(
            name='EventsTable',
            fields=[
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit events',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.auditevent',),
        ),
        migrations.CreateModel(
            name='GroupsTable',
            fields=[
            ],
            options={
                'verbose_name': 'groups',
                'verbose_name_plural': 'groups',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.group',),
        ),
        migrations.CreateModel(
            name='HoldsTable',
            fields=[
            ],
            options={
                'verbose_name': 'holds',
                'verbose_name_plural': 'holds',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.hold',),
        ),
        migrations.CreateModel(
            name='InvoicesTable',
            fields=[
            ],
            options={
                'verbose_name': 'invoices',
                'verbose_name_plural': 'invoices',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.invoice',),
        ),
        migrations.CreateModel(
            name='LimitsTable',
            fields=[
            ],
            options={
                'verbose_name': 'limits',
                'verbose_name_plural': 'limits',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.limit',),
        ),
        migrations.CreateModel(
            name='MappingsTable',
            fields=[
            ],
            options={
                'verbose_name': 'saved mapping',
                'verbose_name_plural': 'saved mappings',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.savedmapping',),
        ),
        migrations.CreateModel(
            name='NoticesTable',
            fields=[
            ],
            options={
                'verbose_name': 'notices',
                'verbose_name_plural': 'notices',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.notice',),
        ),
        migrations.CreateModel(
            name='OrdersTable',
            fields=[
            ],
            options={
                'verbose_name': 'orders',
                'verbose_name_plural': 'orders',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.order',),
        ),
        migrations.CreateModel(
            name='PoliciesTable',
            fields=[
            ],
            options={
                'verbose_name': 'policy version',
                'verbose_name_plural': 'policy versions',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.policyversion',),
        ),
        migrations.CreateModel(
            name='PromisesTable',
            fields=[
            ],
            options={
                'verbose_name': 'promises',
                'verbose_name_plural': 'promises',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.promise',),
        ),
        migrations.CreateModel(
            name='RatesTable',
            fields=[
            ],
            options={
                'verbose_name': 'exchange rates',
                'verbose_name_plural': 'exchange rates',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.rate',),
        ),
        migrations.CreateModel(
            name='ReferencesTable',
            fields=[
            ],
            options={
                'verbose_name': 'trade references',
                'verbose_name_plural': 'trade references',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.reference',),
        ),
        migrations.CreateModel(
            name='ReportsTable',
            fields=[
            ],
            options={
                'verbose_name': 'credit reports',
                'verbose_name_plural': 'credit reports',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.report',),
        ),
        migrations.CreateModel(
            name='SecuritiesTable',
            fields=[
            ],
            options={
                'verbose_name': 'securities',
                'verbose_name_plural': 'securities',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.security',),
        ),
        migrations.CreateModel(
            name='SettlementsTable',
            fields=[
            ],
            options={
                'verbose_name': 'settlements',
                'verbose_name_plural': 'settlements',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.settlement',),
        ),
        migrations.CreateModel(
            name='StatementsTable',
            fields=[
            ],
            options={
                'verbose_name': 'financial statements',
                'verbose_name_plural': 'financial statements',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.statement',),
        ),
        migrations.CreateModel(
            name='TokensTable',
            fields=[
            ],
            options={
                'verbose_name': 'token',
                'verbose_name_plural': 'tokens',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.apitoken',),
        ),
        migrations.CreateModel(
            name='UsersTable',
            fields=[
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('store.user',),
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
    ]

"""Makes the rows of facts anew: what they hold follows from the rest, and `manage.py rebuild_facts`
fills them."""

import billing.models.sets
import billing.models.states
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_what_rules_ask'),
        ('billing', '0004_money'),
        ('portals', '0002_money'),
    ]

    operations = [
        migrations.DeleteModel(name='CustomerFacts'),
        migrations.CreateModel(
            name='CustomerFacts',
            fields=[
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facts', serialize=False, to='accounts.customer')),
                ('country', models.CharField(blank=True, max_length=2)),
                ('region', models.CharField(blank=True, help_text='ISO 3166-2, such as US-CA.', max_length=6)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('tags', billing.models.sets.SetField(default=frozenset, holds=str)),
                ('attributes', models.JSONField(default=dict)),
                ('subscriptions', models.JSONField(default=list)),
                ('states', billing.models.states.StatesField(default=frozenset, holds=str)),
                ('state_bits', billing.models.states.StateBitsField(default=0)),
                ('failing_since', billing.models.states.FailingSinceField(null=True)),
                ('products', billing.models.sets.SetField(default=frozenset, holds=int)),
                ('clubs_ever', billing.models.sets.SetField(default=frozenset, holds=int)),
                ('orders_count', models.PositiveIntegerField(default=0)),
                ('first_order_at', models.DateTimeField(null=True)),
                ('last_order_at', models.DateTimeField(null=True)),
                ('spent', models.JSONField(default=dict)),
                ('refunds_count', models.PositiveIntegerField(default=0)),
                ('last_refund_at', models.DateTimeField(null=True)),
                ('card_expires_at', models.DateTimeField(help_text='When the default card can no longer be charged.', null=True)),
                ('rebuilt_at', models.DateTimeField()),
                ('shop', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portals.shop')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['shop', 'country', 'orders_count', 'last_order_at'], include=['state_bits', 'failing_since', 'products', 'states', 'customer'], name='facts_by_country'),
                    models.Index(fields=['shop', 'last_order_at'], name='facts_by_last_order'),
                    models.Index(fields=['shop', 'state_bits', 'failing_since'], name='facts_by_standing'),
                    billing.models.sets.SetIndex(fields=['products'], name='facts_by_product'),
                    billing.models.sets.SetIndex(fields=['states'], name='facts_by_state'),
                    billing.models.sets.SetIndex(fields=['tags'], name='facts_by_tag'),
                ],
            },
        ),
    ]

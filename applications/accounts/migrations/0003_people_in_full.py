"""Bank details, sessions, help desk acts, sign-in notices, the rest of personal sheets."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the tables and columns of accounts that people manage themselves."""

    dependencies = [
        ("accounts", "0002_families"),
    ]

    operations = [
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user_id",
                    models.BigIntegerField(
                        blank=True, db_index=True, null=True, verbose_name="account"
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="started at"),
                ),
                (
                    "seen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last seen at"),
                ),
                ("agent", models.CharField(blank=True, max_length=80, verbose_name="browser")),
                ("place", models.CharField(blank=True, max_length=45, verbose_name="network")),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "db_table": "accounts_browser_session",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignInNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English title"),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="English text")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=120, verbose_name="service to call"),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "hours",
                    models.CharField(blank=True, max_length=120, verbose_name="opening hours"),
                ),
                ("guide_url", models.URLField(blank=True, verbose_name="address of the guide")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_shown", models.BooleanField(default=True, verbose_name="shown")),
            ],
            options={
                "verbose_name": "notice of the sign-in page",
                "verbose_name_plural": "notices of the sign-in page",
                "ordering": ["position", "title"],
            },
        ),
        migrations.AddField(
            model_name="personsheet",
            name="is_from_register",
            field=models.BooleanField(default=False, verbose_name="address chosen in the register"),
        ),
        migrations.AddField(
            model_name="personsheet",
            name="mobile",
            field=models.CharField(blank=True, max_length=30, verbose_name="mobile phone"),
        ),
        migrations.AddField(
            model_name="user",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
        ),
        migrations.AddField(
            model_name="user",
            name="first_connection_skipped_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="first connection put off at"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="has_daily_digest",
            field=models.BooleanField(default=False, verbose_name="one mail a day at most"),
        ),
        migrations.AddField(
            model_name="user",
            name="warned_unused_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="warned of being unused at"
            ),
        ),
        migrations.AlterField(
            model_name="mailedkey",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("activation", "Activation"),
                    ("password_reset", "Password reset"),
                    ("address_change", "Change of address"),
                ],
                max_length=16,
                verbose_name="purpose",
            ),
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("new_email", models.EmailField(max_length=254, verbose_name="new e-mail address")),
                (
                    "identity_check",
                    models.CharField(max_length=200, verbose_name="how the identity was checked"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("effective_at", models.DateTimeField(verbose_name="takes effect at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled at"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "assisted change of address",
                "verbose_name_plural": "assisted changes of address",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True), ("done_at__isnull", True)
                        ),
                        fields=("user",),
                        name="accounts_address_change_waiting_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasureRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Deleted"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("kept", models.JSONField(default=list, verbose_name="what is kept")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasure_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for deletion",
                "verbose_name_plural": "requests for deletion",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("user",),
                        name="accounts_erasure_request_waiting_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonBankDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=140, verbose_name="account holder")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                ("bank_name", models.CharField(blank=True, max_length=140, verbose_name="bank")),
                ("created_at", models.DateTimeField(verbose_name="given at")),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="replaced at"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="verified at"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_details",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank details of a person",
                "verbose_name_plural": "bank details of persons",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("user",),
                        name="accounts_bank_details_in_force_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactorReset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("is_approved", models.BooleanField(default=False, verbose_name="approved")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factor_resets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "reset of a second factor",
                "verbose_name_plural": "resets of second factors",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("user",),
                        name="accounts_second_factor_reset_waiting_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="accounts_second_factor_reset_by_two",
                    ),
                ],
            },
        ),
    ]

"""Whole sheets with the origin of values, people's arrivals, attachment codes."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the tables and columns of structures that people manage themselves."""

    dependencies = [
        ("structures", "0002_stand_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
        ),
        migrations.AddField(
            model_name="membership",
            name="is_unverified",
            field=models.BooleanField(default=False, verbose_name="to be verified"),
        ),
        migrations.AddField(
            model_name="membership",
            name="sees_from",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="sees dossiers begun from"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="suspended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="suspended at"),
        ),
        migrations.AddField(
            model_name="structure",
            name="address_locality",
            field=models.CharField(blank=True, max_length=100, verbose_name="locality or PO box"),
        ),
        migrations.AddField(
            model_name="structure",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="structure",
            name="declared_on",
            field=models.DateField(blank=True, null=True, verbose_name="last declared on"),
        ),
        migrations.AddField(
            model_name="structure",
            name="fax",
            field=models.CharField(blank=True, max_length=30, verbose_name="fax"),
        ),
        migrations.AddField(
            model_name="structure",
            name="folded_name",
            field=models.CharField(
                blank=True,
                db_index=True,
                max_length=200,
                verbose_name="name without accents or case",
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="insee_code",
            field=models.CharField(blank=True, max_length=5, verbose_name="INSEE code of the town"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_city",
            field=models.CharField(blank=True, max_length=100, verbose_name="town"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_complement",
            field=models.CharField(blank=True, max_length=200, verbose_name="building"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_country",
            field=models.CharField(blank=True, max_length=2, verbose_name="country"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_line",
            field=models.CharField(blank=True, max_length=200, verbose_name="number and street"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_locality",
            field=models.CharField(blank=True, max_length=100, verbose_name="locality or PO box"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_postcode",
            field=models.CharField(blank=True, max_length=12, verbose_name="postcode"),
        ),
        migrations.AddField(
            model_name="structure",
            name="mailing_recipient",
            field=models.CharField(blank=True, max_length=140, verbose_name="recipient of letters"),
        ),
        migrations.AddField(
            model_name="structure",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="structures.structure",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="mobile",
            field=models.CharField(blank=True, max_length=30, verbose_name="mobile phone"),
        ),
        migrations.AddField(
            model_name="structure",
            name="naf_code",
            field=models.CharField(blank=True, max_length=6, verbose_name="NAF code"),
        ),
        migrations.AddField(
            model_name="structure",
            name="naf_nomenclature",
            field=models.CharField(blank=True, max_length=10, verbose_name="version of the NAF"),
        ),
        migrations.AddField(
            model_name="structure",
            name="published_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="published in the official journal on"
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="receipt_number",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="number of the receipt of the prefecture"
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="registered_on",
            field=models.DateField(blank=True, null=True, verbose_name="created in the RNA on"),
        ),
        migrations.CreateModel(
            name="CodeCampaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("done_count", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                ("expires_on", models.DateField(verbose_name="codes valid until")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign of codes",
                "verbose_name_plural": "campaigns of codes",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="KnownPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("civility", models.CharField(blank=True, max_length=8, verbose_name="civility")),
                ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                ("first_name", models.CharField(max_length=100, verbose_name="first name")),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="date of birth"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "address_line",
                    models.CharField(blank=True, max_length=200, verbose_name="number and street"),
                ),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="town")),
                (
                    "external_key",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="number in the imported file"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="known_as",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "person already known",
                "verbose_name_plural": "persons already known",
                "ordering": ["last_name", "first_name"],
            },
        ),
        migrations.CreateModel(
            name="AttachmentCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="digest of the code"),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used at")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled at"),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="used by",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="structures.codecampaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="structures.knownperson",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment code",
                "verbose_name_plural": "attachment codes",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "civility",
                    models.CharField(
                        choices=[
                            ("madame", "Ms"),
                            ("monsieur", "Mr"),
                            ("unsaid", "Prefer not to say"),
                        ],
                        default="unsaid",
                        max_length=8,
                        verbose_name="civility",
                    ),
                ),
                ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                ("first_name", models.CharField(max_length=100, verbose_name="first name")),
                ("function", models.CharField(max_length=100, verbose_name="function")),
                (
                    "profession",
                    models.CharField(blank=True, max_length=100, verbose_name="profession"),
                ),
                (
                    "is_legal",
                    models.BooleanField(default=False, verbose_name="legal representative"),
                ),
                (
                    "address_line",
                    models.CharField(blank=True, max_length=200, verbose_name="number and street"),
                ),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="town")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                (
                    "mobile",
                    models.CharField(blank=True, max_length=30, verbose_name="mobile phone"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="representatives",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "representative",
                "verbose_name_plural": "representatives",
                "ordering": ["-is_legal", "last_name", "first_name"],
            },
        ),
        migrations.CreateModel(
            name="StructureBankDetails",
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
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_details",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank details of a structure",
                "verbose_name_plural": "bank details of structures",
            },
        ),
        migrations.CreateModel(
            name="StructureRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given", models.JSONField(default=dict, verbose_name="what was given")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="reason of the refusal")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="structure_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a structure",
                "verbose_name_plural": "requests for structures",
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StructureValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40, verbose_name="field")),
                ("value", models.TextField(blank=True, verbose_name="value")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("register", "Register"),
                            ("user", "Person"),
                            ("region", "Region"),
                            ("file", "Imported file"),
                        ],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="source")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of a sheet",
                "verbose_name_plural": "values of sheets",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CodeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given", models.JSONField(default=dict, verbose_name="what was given")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="reason of the refusal")),
                (
                    "code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="structures.attachmentcode",
                        verbose_name="code",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="code_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a code",
                "verbose_name_plural": "requests for codes",
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "asked_at"], name="structures_code_requests")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "is_founded",
                    models.BooleanField(default=False, verbose_name="the claimant is right"),
                ),
                ("decision", models.TextField(blank=True, verbose_name="reason of the decision")),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimant",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disputes",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["-opened_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("structure", "claimant"),
                        name="structures_dispute_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[("manager", "Manager"), ("member", "Member")],
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("can_sign", models.BooleanField(default=False, verbose_name="may sign")),
                (
                    "can_see_bank_details",
                    models.BooleanField(default=False, verbose_name="may see bank details"),
                ),
                (
                    "must_validate",
                    models.BooleanField(default=False, verbose_name="validated on arrival"),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="digest of the key"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("awaiting", "Waiting for the manager"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("refused", "Refused by the manager"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="reason of the refusal")),
                (
                    "region_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Region told at"),
                ),
                (
                    "inviter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inviter",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "answered_at"], name="structures_invitation_wait")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["sent", "awaiting"])),
                        fields=("structure", "email"),
                        name="structures_invitation_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="structures_invitation_email_lower",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the manager"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="reason of the refusal")),
                (
                    "region_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Region told at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to join",
                "verbose_name_plural": "requests to join",
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("structure", "user"),
                        name="structures_join_request_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierDossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=40, verbose_name="reference")),
                ("aid_title", models.CharField(max_length=200, verbose_name="aid")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="filed on")),
                ("state_label", models.CharField(blank=True, max_length=80, verbose_name="state")),
                (
                    "granted_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="amount granted",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_dossiers",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_dossiers",
                        to="structures.knownperson",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier dossier",
                "verbose_name_plural": "earlier dossiers",
                "ordering": ["-filed_on", "reference"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", True), ("structure__isnull", False)),
                            models.Q(("person__isnull", False), ("structure__isnull", True)),
                            _connector="OR",
                        ),
                        name="structures_earlier_dossier_one_owner",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="attachmentcode",
            index=models.Index(fields=["campaign", "used_at"], name="structures_code_of_campaign"),
        ),
        migrations.AddConstraint(
            model_name="attachmentcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", True), ("structure__isnull", False)),
                    models.Q(("person__isnull", False), ("structure__isnull", True)),
                    _connector="OR",
                ),
                name="structures_code_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="structurebankdetails",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("structure",),
                name="structures_bank_details_in_force_once",
            ),
        ),
        migrations.AddIndex(
            model_name="structurevalue",
            index=models.Index(
                fields=["structure", "field", "-at"], name="structures_value_of_field"
            ),
        ),
    ]

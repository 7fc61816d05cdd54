"""Settings common to every environment, read from the environment through one typed reader."""

from pathlib import Path

import django.conf.locale
import django_stubs_ext
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from environs import Env

from cms.settings.accounts import *
from cms.settings.identity import *

# Generic classes of Django take their parameter at run time too.
django_stubs_ext.monkeypatch(extra_classes=[UploadedFile])

env = Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
PUBLIC_URL = env.str("PUBLIC_URL", "http://localhost:8000")
WAGTAILADMIN_BASE_URL = PUBLIC_URL

INSTALLED_APPS = [
    "cms.core.apps.CoreConfig",
    "home.apps.HomeConfig",
    "aids.apps.AidsConfig",
    "applications.formbuilder.apps.FormbuilderConfig",
    "applications.accounts.apps.AccountsConfig",
    "applications.structures.apps.StructuresConfig",
    "applications.submissions.apps.SubmissionsConfig",
    "applications.review.apps.ReviewConfig",
    "applications.assistance.apps.AssistanceConfig",
    "applications.attachments.apps.AttachmentsConfig",
    "applications.notifications.apps.NotificationsConfig",
    "applications.registries.apps.RegistriesConfig",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_cotton.apps.SimpleAppConfig",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.core.middleware.csp.PathPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.middleware.public_cache.PublicCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.language.PathLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "applications.accounts.identity.marks.ProvidedFactorMiddleware",
    "applications.accounts.middleware.SessionLifetimeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "applications.accounts.middleware.DoorMiddleware",
    "cms.core.middleware.errors.DomainErrorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.core.context_processors.site",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "cms.core.templatetags.design"],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "cms.core.form_renderer.PlainTagRenderer"

# --- Database: PostgreSQL when DATABASE_URL is set, else an embedded SQLite file -------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;"
        "PRAGMA foreign_keys=ON"
    ),
}

if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8}
    # Ten joins by key take 1 ms to plan in the order written, 4 to 17 ms in the best one.
    DATABASES["default"]["OPTIONS"].setdefault(
        "options", "-c join_collapse_limit=4 -c from_collapse_limit=4"
    )
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "portal.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": SQLITE_OPTIONS,
        }
    }

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
PUBLIC_CACHE_SECONDS = 60
CACHE_REDIS_URL = env.str("CACHE_REDIS_URL", "")
REDIS_CACHE = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": CACHE_REDIS_URL,
}
CACHES = {
    "default": (
        REDIS_CACHE
        if CACHE_REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
        }
    ),
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    "registers": (
        REDIS_CACHE
        if CACHE_REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "registers",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
    ),
}

# --- Background work ------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://")
CELERY_QUEUE_DIR = DATA_DIR / "queue"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(CELERY_QUEUE_DIR / "messages"),
        "data_folder_out": str(CELERY_QUEUE_DIR / "messages"),
        "control_folder": str(CELERY_QUEUE_DIR / "control"),
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE_FILENAME = str(CELERY_QUEUE_DIR / "beat-schedule")
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 120)
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "core.sweep_jobs",
        "schedule": env.int("JOB_SWEEP_SECONDS", 10),
    },
    "publish-scheduled": {"task": "aids.publish_scheduled", "schedule": 60},
    "announce-openings": {"task": "aids.announce_openings", "schedule": 300},
    "change-addresses": {"task": "assistance.apply_address_changes", "schedule": 300},
    "forget-sessions": {"task": "accounts.forget_expired_sessions", "schedule": 3600},
    "erase-code-files": {"task": "structures.erase_code_files", "schedule": 6 * 3600},
    "escalate-arrivals": {"task": "structures.escalate", "schedule": 3600},
    "terms-of-accounts": {"task": "accounts.retention", "schedule": 6 * 3600},
    "terms-of-dossiers": {"task": "submissions.retention", "schedule": 6 * 3600},
    "terms-of-logs": {"task": "core.forget_logs", "schedule": 6 * 3600},
    "terms-of-mails": {"task": "notifications.forget_texts", "schedule": 6 * 3600},
    "compare-structures": {"task": "structures.compare", "schedule": 3600},
    "confirm-people": {"task": "structures.confirm_people", "schedule": 6 * 3600},
}

# --- Languages, time ------------------------------------------------------------------------

django.conf.locale.LANG_INFO["oc"] = {
    "bidi": False,
    "code": "oc",
    "name": "Occitan",
    "name_local": "occitan",
}
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English")), ("br", _("Breton")), ("oc", _("Occitan"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.formats"]
FORMS_URLFIELD_ASSUME_HTTPS = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# --- Wagtail --------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Portail des aides"
WAGTAILADMIN_LOGIN_URL = "/compte/connexion/"
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/connexion/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
]
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "txt"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "svg", "webp"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", 50 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "applications.attachments.uploads.BoundedUploadHandler",
]
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", "")

# --- Security -------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "frame-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- Mail -----------------------------------------------------------------------------------

MAIL_TRANSPORT = "applications.notifications.transports.SmtpTransport"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portail@region.example")
MESSAGE_ID_DOMAIN = env.str("MESSAGE_ID_DOMAIN", "region.example")
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10

# --- Demonstration hooks, empty everywhere else ----------------------------------------------

SECOND_FACTOR_CODE_HINT: str | None = None
SERVE_PREPARATION = [["migrate", "--noinput"], ["collectstatic", "--noinput"]]
SERVE_PREPARATION_SOURCES = ["*/migrations/*.py", "*/*/migrations/*.py", "cms/static/**/*"]
SERVE_READY: list[list[str]] = []
IS_GALLERY_SERVED = False

# --- Public registers: embedded ones, and those of the web whose address is given --------------

REGISTER_TIMEOUT_SECONDS = env.float("REGISTER_TIMEOUT_SECONDS", 2.0)
REGISTER_BUDGET_SECONDS = 3.0
REGISTER_PAUSE_SECONDS = 30
REGISTER_CACHE_SECONDS = 24 * 3600
REGISTER_UNKNOWN_CACHE_SECONDS = 600
# https://data.geopf.fr/geocodage/search, or a copy of it; empty where there is no network.
ADDRESS_LOOKUP_URL = env.str("ADDRESS_LOOKUP_URL", "")
# https://recherche-entreprises.api.gouv.fr/search; empty where there is no network.
COMPANY_LOOKUP_URL = env.str("COMPANY_LOOKUP_URL", "")
# API Entreprise and API Associations are asked once their token is given, and only then.
API_ENTREPRISE_URL = env.str("API_ENTREPRISE_URL", "https://entreprise.api.gouv.fr")
API_ENTREPRISE_TOKEN = env.str("API_ENTREPRISE_TOKEN", "")
API_ENTREPRISE_RECIPIENT = env.str("API_ENTREPRISE_RECIPIENT") if API_ENTREPRISE_TOKEN else ""
API_ENTREPRISE_CONTEXT = env.str("API_ENTREPRISE_CONTEXT", "aides-publiques")
API_ENTREPRISE_OBJECT = env.str("API_ENTREPRISE_OBJECT", "portail-des-aides")

REGISTERS = "applications.registries"
EMBEDDED_BODIES = f"{REGISTERS}.embedded.EmbeddedCompanyRegister"
OPEN_BODIES = f"{REGISTERS}.providers.recherche_entreprises.RechercheEntreprises"
COMPANY_REGISTERS = [EMBEDDED_BODIES]
ASSOCIATION_REGISTERS = [EMBEDDED_BODIES]
SCHOOL_REGISTERS = [EMBEDDED_BODIES]
ADDRESS_REGISTERS = []
if API_ENTREPRISE_TOKEN:
    COMPANY_REGISTERS += [f"{REGISTERS}.providers.api_entreprise.ApiEntrepriseCompanies"]
    ASSOCIATION_REGISTERS += [f"{REGISTERS}.providers.api_associations.ApiAssociationsAssociations"]
if COMPANY_LOOKUP_URL:
    COMPANY_REGISTERS += [f"{OPEN_BODIES}Companies"]
    ASSOCIATION_REGISTERS += [f"{OPEN_BODIES}Associations"]
    SCHOOL_REGISTERS += [f"{OPEN_BODIES}Schools"]
if ADDRESS_LOOKUP_URL:
    ADDRESS_REGISTERS += [f"{REGISTERS}.providers.geoplateforme.GeoplateformeAddressRegister"]
COMPANY_REGISTERS += [f"{REGISTERS}.public_bodies.PublicBodyRegister"]
ADDRESS_REGISTERS += [f"{REGISTERS}.embedded.EmbeddedAddressRegister"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "kombu.connection": {"level": "ERROR"},
    },
}

"""One settings file: safe for production when given nothing but secrets.

Order: environment, apps, middleware, templates, data, sign-in, languages, Wagtail, billing,
worker, e-mail, files, security, logging. What each variable means stands in `.env.example`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from cms import backends
from cms.env import BASE_DIR, ENV_FILES, Environment

# --- Environment ------------------------------------------------------------------------------
env = Environment(*ENV_FILES)
DEBUG: bool = env.bool("DEBUG", False)
DEMO: bool = env.bool("DEMO", False)
SECRET_KEY: str = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
SALT_KEY = "portico"  # no secret: it keeps the key of what is encrypted at rest apart from others
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
ADMIN_HOST: str = env.str("ADMIN_HOST", "admin.localhost")
HTTPS: bool = env.bool("HTTPS", not (DEBUG or DEMO))
PORT: int = env.int("PORT", 443 if HTTPS else 8000)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
DATABASE_URL: str = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR}/portico.sqlite3")
CACHE_URL: str = env.str("CACHE_URL", "")
CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", "")
EMAIL_URL: str = env.str("EMAIL_URL", "smtp://localhost:25")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "Portico <no-reply@localhost>")
MEDIA_URL: str = env.str("MEDIA_URL", "/media/")
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", 0)
SENTRY_DSN: str = env.str("SENTRY_DSN", "")
EDITOR_PASSWORD: str = env.str("EDITOR_PASSWORD", "")  # of the demo
LOG_LEVEL: str = env.str("LOG_LEVEL", "INFO")
STRIPE_SECRET_KEY: str = env.str("STRIPE_SECRET_KEY", "")
STRIPE_PUBLISHABLE_KEY: str = env.str("STRIPE_PUBLISHABLE_KEY", "")
STRIPE_WEBHOOK_SECRETS: list[str] = env.list("STRIPE_WEBHOOK_SECRETS", [])
STRIPE_API_BASE: str = env.str("STRIPE_API_BASE", "https://api.stripe.com")
STRIPE_JS_URL: str = env.str("STRIPE_JS_URL", "https://js.stripe.com/endive/stripe.js")
env.seal()

# --- Apps -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cms",
    "portal_blocks",
    "themes",
    "access_rules",
    "billing",
    "accounts",
    "portals",
    *(["local_stripe"] if DEBUG or DEMO else []),
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
    "rules",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Middleware -------------------------------------------------------------------------------
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portals.middleware.PortalMiddleware",
    "cms.campaigns.CampaignMiddleware",
    "accounts.middleware.RealmSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cms.urls.machine"
REALM_URLCONFS = {"portal": "cms.urls.portal", "staff": "cms.urls.staff"}
WSGI_APPLICATION = "cms.wsgi.application"

# --- Templates --------------------------------------------------------------------------------
_SLICES = BASE_DIR / "portal_blocks"
_THEME = BASE_DIR / "themes" / "plain"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_THEME / "templates", *sorted(_SLICES.glob("*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context.portal",
            ],
            "libraries": {"lucide": "themes.templatetags.icons"},
        },
    },
]

# --- Data -------------------------------------------------------------------------------------
DATABASES = {"default": backends.database(DATABASE_URL)}
CACHES = {"default": backends.cache(CACHE_URL, VAR_DIR / "cache")}

# --- Sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.StaffUser"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_VALIDATORS = ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"} for name in _VALIDATORS
]
LOGIN_URL = "wagtailadmin_login"
SESSION_ENGINE = "accounts.sessions"
CUSTOMER_SESSION_SECONDS = 24 * 3600
# By these a lower package asks a higher one: docs/decisions/0004-seams-between-packages.md
CUSTOMER_OF_ORDER = "billing.queries.customer_of_order"
ADMISSION = "cms.confirming.news.admission"
LEADS_SOMEWHERE = "cms.links.leads_somewhere"
PAGES_BELOW = "cms.links.pages_below"
PAGE_IS_OPEN = "cms.links.is_open"
BLOCK_IS_SHOWN = "cms.links.shows_block"
CUSTOMER_SESSION_RELATED = ("account", "customer__facts")

# --- Languages and time -----------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = ["cms.formats"]

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Portico"
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.staff_sign_in.StaffLoginForm"
WAGTAILADMIN_BASE_URL = f"{'https' if HTTPS else 'http'}://{ADMIN_HOST}" + (
    "" if PORT in (80, 443) else f":{PORT}"
)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.PortalDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.rules.files.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.rules.files.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "odt", "pdf", "txt", "xlsx", "zip"),
    *("mp4", "vtt", "webm"),  # a film and its captions
]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page has many fields in the editor

# --- Worker -----------------------------------------------------------------------------------
CELERY = {
    **backends.broker(CELERY_BROKER_URL, VAR_DIR / "queue"),
    "task_ignore_result": True,
    "task_acks_late": True,
    "worker_hijack_root_logger": False,
    "broker_connection_retry_on_startup": True,
    "beat_schedule_filename": str(VAR_DIR / "beat-schedule"),
}

# --- E-mail -----------------------------------------------------------------------------------
globals().update(backends.email(EMAIL_URL))

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STATICFILES_DIRS = [_THEME / "static", *sorted(_SLICES.glob("*/static"))]
_MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG else _MANIFEST},
}

# --- Security ---------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
_HOST_ONLY = "__Host-" if HTTPS else ""
REALM_COOKIES = {"staff": f"{_HOST_ONLY}portico_staff", "portal": f"{_HOST_ONLY}portico"}
SESSION_COOKIE_NAME = REALM_COOKIES["staff"]
CSRF_COOKIE_NAME = f"{_HOST_ONLY}portico_csrf"
LANGUAGE_COOKIE_NAME = f"{_HOST_ONLY}portico_language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CAMPAIGN_COOKIE_NAME = f"{_HOST_ONLY}portico_campaign"
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows pages in a frame of its own origin
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "https://files.stripe.com"],  # pictures of products
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    },
}
# What a portal's pages may load besides, for Stripe's fields; in the demo, from its stand-in alone.
_STAND_IN = backends.stand_in(STRIPE_JS_URL) if DEBUG or DEMO else ""
_STRIPE_JS = [_STAND_IN] if _STAND_IN else ["https://js.stripe.com", "https://*.js.stripe.com"]
CARD_FORM_POLICY = {
    "script-src": _STRIPE_JS,
    "frame-src": _STRIPE_JS if _STAND_IN else [*_STRIPE_JS, "https://hooks.stripe.com"],
    "connect-src": [_STAND_IN or "https://api.stripe.com"],
    "form-action": [_STAND_IN or "https://invoice.stripe.com"],  # a form that leads on to there
}

# --- Logging ----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"stripe": {"level": "WARNING"}},  # its INFO lines name customers
}
# See X_FRAME_OPTIONS; columns that an index has along are no use to SQLite, and no harm.
SILENCED_SYSTEM_CHECKS = ["security.W019", "models.W040"]
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)

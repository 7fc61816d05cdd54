"""Settings of accounts: how people get in, how long they stay."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["applications.accounts.backends.IdentifierOrEmailBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/espace/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "applications.accounts.validators.LengthByRoleValidator"},
    {"NAME": "applications.accounts.validators.GuessablePasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "applications.accounts.validators.ContextualPasswordValidator"},
]
ACCOUNT_ADAPTER = "applications.accounts.adapter.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USERNAME_MIN_LENGTH = 8
# Tries cost a check beyond a step (applications.accounts.gate); none is refused for others' sake.
ACCOUNT_RATE_LIMITS = {"login_failed": ""}
PASSWORD_RESET_TIMEOUT = 24 * 3600
# The wait doubles with each wrong code: short for one slip, half an hour after fifteen.
OTP_TOTP_THROTTLE_FACTOR = 0.1
OTP_STATIC_THROTTLE_FACTOR = 0.1
OTP_TOTP_ISSUER = "Portail des aides"

SESSION_ENGINE = "applications.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 3600
SESSION_IDLE_SECONDS_STAFF = 1800
SESSION_ABSOLUTE_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "applications.accounts.views.expired.csrf_failure"

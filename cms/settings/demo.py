"""The demonstration: a fictional region, its accounts and its mailbox, on embedded services."""

from cms.settings.base import *

DEBUG = False
SECRET_KEY = SECRET_KEY or "demonstration-only-key-never-used-by-a-production-portal-0123456789"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]
INSTALLED_APPS = ["cms.demo.apps.DemoConfig", *INSTALLED_APPS]
MAIL_TRANSPORT = "cms.demo.mailbox.MailboxTransport"
SECOND_FACTOR_CODE_HINT = "cms.demo.second_factor.current_code"
IS_GALLERY_SERVED = True
SERVE_PREPARATION = [*SERVE_PREPARATION, ["load_demo"]]
SERVE_PREPARATION_SOURCES = [*SERVE_PREPARATION_SOURCES, "cms/demo/**/*"]
SERVE_READY = [["demo_accounts"]]

"""FranceConnect (persons) and ProConnect (professionals, staff): off until their id is given.

Each needs what its registration gave: `…_CLIENT_ID`, `…_CLIENT_SECRET` and `…_URL`, its issuer
(the address before `/.well-known/openid-configuration`). The answers must be signed ES256 or RS256.
"""

from typing import Any

from environs import Env

_env = Env()

SOCIALACCOUNT_ADAPTER = "applications.accounts.identity.adapter.PortalSocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    code: {
        "APP": {
            "client_id": _env.str(f"{prefix}_CLIENT_ID"),
            "secret": _env.str(f"{prefix}_CLIENT_SECRET"),
            "settings": {
                "server_url": _env.str(f"{prefix}_URL").rstrip("/"),
                "token_auth_method": "client_secret_post",
            },
        }
    }
    for code, prefix in (("franceconnect", "FRANCECONNECT"), ("proconnect", "PROCONNECT"))
    if _env.str(f"{prefix}_CLIENT_ID", "")
}
# True: ProConnect lets nobody in without two factors, whatever their administration asks.
PROCONNECT_REQUIRES_SECOND_FACTOR = _env.bool("PROCONNECT_REQUIRES_SECOND_FACTOR", False)

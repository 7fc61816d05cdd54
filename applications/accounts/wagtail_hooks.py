"""What this room adds to the administration."""

from wagtail import hooks

from applications.accounts.viewsets import SignInNoticeViewSet, sign_in_notice_viewset


@hooks.register("register_admin_viewset")
def register_sign_in_notices() -> SignInNoticeViewSet:
    """Add the advice of the sign-in page to the settings."""
    return sign_in_notice_viewset

"""Getting in: signing up, signing in, the second factor, what was forgotten."""

from django.urls import path

from applications.accounts.views import recovery, second_factor, sign_in, sign_up

urlpatterns = [
    path("creer/", sign_up.sign_up, name="account_signup"),
    path("connexion/", sign_in.sign_in, name="account_login"),
    path("deconnexion/", sign_in.sign_out, name="account_logout"),
    path("activation/", sign_up.check_mailbox, name="account_email_verification_sent"),
    path("activation/renvoi/", sign_up.resend_activation, name="account_resend_activation"),
    path("activation/nouveau-lien/", sign_up.new_activation, name="account_new_activation"),
    path("activation/adresse/", sign_up.correct_address, name="account_correct_address"),
    path("activation/terminee/", sign_up.activated, name="account_activated"),
    path("activation/<str:key>/", sign_up.activate, name="account_confirm_email"),
    path("identifiants/", recovery.recover, name="account_reset_password"),
    path("mot-de-passe/modifie/", recovery.reset_done, name="account_reset_password_from_key_done"),
    path("mot-de-passe/<str:key>/", recovery.reset, name="account_reset_password_from_key"),
    path("second-facteur/", second_factor.second_factor, name="account_second_factor"),
    path("second-facteur/secours/", second_factor.recovery_code, name="account_recovery_code"),
    path("second-facteur/activation/", second_factor.enrol, name="account_second_factor_enrol"),
    path("second-facteur/codes/", second_factor.recovery_codes, name="account_recovery_codes"),
]

"""Accounts: signing in and out, password, second factor. Signing up is closed: people are invited."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

urlpatterns: list[URLPattern | URLResolver] = [
    path("login", account.login, name="account_login"),
    path("logout", account.logout, name="account_logout"),
    path("signup", account.signup, name="account_signup"),
    path("reauthenticate", account.reauthenticate, name="account_reauthenticate"),
    path("email", account.email, name="account_email"),
    path("inactive", account.account_inactive, name="account_inactive"),
    path("password/change", account.password_change, name="account_change_password"),
    path("password/set", account.password_set, name="account_set_password"),
    path("password/reset", account.password_reset, name="account_reset_password"),
    path("password/reset/done", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key has hyphens too, so the first one parts them
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("confirm-email", account.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-email/<key>", account.confirm_email, name="account_confirm_email"),
    path("2fa/", include("allauth.mfa.urls")),
]

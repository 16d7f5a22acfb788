"""The pages of allauth that we have a use for, by the names that it looks them up by; the others stay closed.

Sign-up and the change of one's own e-mail address are among the others: accounts are the owner's business.
"""

from allauth.account import views
from django.urls import path, re_path

from peyvand.platform.accounts import again, forgotten

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/again/", again.SignInAgain.as_view(), name="account_login_again"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
    path(
        "password/set/",  # the page above sends there who has no password yet
        views.PasswordSetView.as_view(template_name="account/password_change.html"),
        name="account_set_password",
    ),
    path("password/reset/", forgotten.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/reset/done/", forgotten.LinkSent.as_view(), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

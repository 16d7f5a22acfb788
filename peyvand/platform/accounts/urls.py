from django.urls import path

from peyvand.platform.accounts import views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
    path("language/", views.set_language, name="set_language"),
    path("settings/profile/", views.profile, name="profile"),
    path("settings/people/", views.people, name="people_settings"),
    path("settings/people/<uuid:pk>/password-link/", views.password_link, name="password_link"),
    path("settings/teams/new/", views.team, name="team_new"),
    path("settings/teams/<uuid:pk>/", views.team, name="team_edit"),
]

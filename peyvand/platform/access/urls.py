from django.urls import path

from peyvand.platform.access import views

urlpatterns = [
    path("settings/people/new/", views.person, name="person_new"),
    path("settings/people/<uuid:pk>/", views.person, name="person_edit"),
    path("settings/permissions/", views.matrix_page, name="matrix"),
    path("settings/roles/", views.roles, name="roles"),
    path("settings/roles/new/", views.role_page, name="role_new"),
    path("settings/roles/<uuid:pk>/", views.role_page, name="role_edit"),
    path("settings/roles/<uuid:pk>/delete/", views.delete_role, name="role_delete"),
]

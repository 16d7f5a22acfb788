from django.urls import path

from peyvand.platform.audit import views

urlpatterns = [
    path("settings/history/", views.access_history, name="access_history"),
    path("settings/history/<uuid:about>/", views.access_history, name="access_history_of"),
]

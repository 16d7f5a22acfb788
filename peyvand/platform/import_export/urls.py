from django.urls import path

from peyvand.platform.import_export import views

urlpatterns = [
    path("imports/<slug:record>/new/", views.new, name="import_new"),
    path("imports/<uuid:pk>/", views.show, name="import_run"),
    path("imports/<uuid:pk>/start/", views.start, name="import_start"),
    path("imports/<uuid:pk>/problems.csv", views.problems, name="import_problems"),
    path("export/<slug:record>.csv", views.export, {"format": "csv"}, name="export_csv"),
    path("export/<slug:record>.xlsx", views.export, {"format": "xlsx"}, name="export_xlsx"),
]

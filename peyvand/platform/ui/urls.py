"""Addresses of the component page."""

from django.urls import path

from peyvand.platform.ui import views

urlpatterns = [path("design/", views.design, name="design")]

"""Settings of a Peyvand with nothing but sign-in tables and jobs: what runs the processes is tested here, not pages."""

from peyvand.config.settings import ALLOWED_HOSTS, DATABASES, DEFAULT_AUTO_FIELD, LOGGING, SECRET_KEY, USE_TZ

__all__ = ["ALLOWED_HOSTS", "DATABASES", "DEFAULT_AUTO_FIELD", "LOGGING", "SECRET_KEY", "USE_TZ"]

INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "procrastinate.contrib.django"]
ROOT_URLCONF = "tests.config.small_settings"
MIDDLEWARE: list[str] = []
urlpatterns: list[object] = []

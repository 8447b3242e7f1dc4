"""Which admin site the apps' ``admin.py`` register with."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "web.administration.Administration"

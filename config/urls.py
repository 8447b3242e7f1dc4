"""Every address of the site. Those of a group begin with its slug and come after the site's own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("members.urls")),
    path("", include("home.urls")),
    path("", include("minutes.urls")),
    path("", include("roadmap.urls")),
    path("", include("writing.urls")),
]

handler400 = "web.refusals.bad_request"

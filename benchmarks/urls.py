from django.urls import include, path

from benchmarks import yardsticks

urlpatterns = [
    path("yardstick/page/", yardsticks.page),
    path("yardstick/post/", yardsticks.post),
    path("", include("config.urls")),
]

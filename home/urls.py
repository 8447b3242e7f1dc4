from django.urls import path

from home.views import desk, people, search

urlpatterns = [
    path("", desk.desk, name="home"),
    path("<slug:group>/search/", search.search, name="search"),
    path("<slug:group>/feed/", desk.feed, name="feed"),
    path("<slug:group>/people/", people.people, name="people"),
    path("<slug:group>/people/<int:pk>/", people.person, name="person"),
    path("<slug:group>/people/<int:pk>/join/", people.person_join, name="person_join"),
    path("<slug:group>/people/<int:pk>/leave/", people.person_leave, name="person_leave"),
    path("<slug:group>/facilities/<int:pk>/", people.facility, name="facility"),
]

from django.urls import path

from writing import views

urlpatterns = [
    path("<slug:group>/texts/<int:text>/versions/", views.versions, name="versions"),
    path("<slug:group>/texts/<int:text>/compare/", views.compare_versions, name="compare"),
    path("<slug:group>/texts/<int:text>/restore/", views.restore, name="restore"),
    path("<slug:group>/comments/<int:pk>/edit/", views.comment_edit, name="comment_edit"),
    path("<slug:group>/comments/<int:pk>/withdraw/", views.comment_withdraw, name="comment_withdraw"),
    path("<slug:group>/comments/<int:pk>/put-back/", views.comment_put_back, name="comment_put_back"),
]

from django.urls import path

from members import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    path("me/", views.me, name="me"),
]

from django.urls import path

from maypole.web import views

urlpatterns = [
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("design", views.design, name="design"),
]

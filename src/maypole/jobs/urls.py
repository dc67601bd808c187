"""Pages of this slice."""

from django.urls import path

from maypole.jobs import views

urlpatterns = [path("jobs/<uuid:pk>", views.job, name="job")]

"""Addresses of the demonstration."""

from django.urls import path

from cms.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("courriels/", views.mailbox, name="mailbox"),
    path("courriels/<int:pk>/", views.message, name="message"),
    path("courriels/<int:pk>/pieces/<int:number>/", views.attachment, name="attachment"),
]

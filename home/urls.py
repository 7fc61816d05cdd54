"""Addresses of the site around the catalogue that are not pages of the tree."""

from django.urls import path

from home import views

app_name = "home"

urlpatterns = [
    path("plan-du-site/", views.site_map, name="site-map"),
    path("contact/ecrire/", views.question, name="question"),
    path("contact/message-envoye/", views.question_sent, name="question-sent"),
]

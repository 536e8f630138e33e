"""Below `/finish/<operation id>/`."""

from __future__ import annotations

from django.urls import path

from cms.finishing.coming_back import come_back
from cms.finishing.views import finish_operation, look_operation, take_back_operation

urlpatterns = [
    path("", finish_operation, name="finish_operation"),
    path("back/", come_back, name="come_back"),
    path("look/", look_operation, name="look_operation"),
    path("take-back/", take_back_operation, name="take_back_operation"),
]

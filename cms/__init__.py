"""The site: settings, URLs, the worker's app, pages and the editor around them."""

from cms.celery import app as celery_app

__all__ = ["celery_app"]

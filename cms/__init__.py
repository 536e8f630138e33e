"""The site: settings, URLs, the worker's app, pages and the editor around them."""

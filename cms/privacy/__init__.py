"""What customers ask about their data: copies by the worker, requests decided by staff."""

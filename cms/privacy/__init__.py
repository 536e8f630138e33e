"""What customers ask of us about their data: copies made by the worker, requests decided by staff."""

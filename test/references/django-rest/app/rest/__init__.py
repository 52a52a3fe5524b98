"""What this service asks of Django REST framework beyond its defaults."""

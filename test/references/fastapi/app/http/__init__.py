"""What HTTP asks of this service beyond its framework: negotiation, conditions, bodies, query strings, problems."""

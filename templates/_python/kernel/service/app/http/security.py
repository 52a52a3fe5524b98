"""Header fields that tell browsers to run nothing of an answer, to guess no other type, to come back by TLS alone."""

# What OWASP asks of an API that sends no HTML; pages, such as the documentation, have a policy of their own.
# https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}

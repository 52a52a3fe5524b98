from django.contrib import admin

from app.authors.models import Author


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "born"]
    search_fields = ["name"]
    readonly_fields = ["created_at", "updated_at"]

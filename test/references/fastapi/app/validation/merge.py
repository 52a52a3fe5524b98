"""JSON merge patch (RFC 7396)."""

from pydantic import JsonValue


def merge_patch(current: JsonValue, patch: JsonValue) -> JsonValue:
    """Merges deeply: a null removes its member, an array replaces the array that was there."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(current) if isinstance(current, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged

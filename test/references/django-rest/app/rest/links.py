"""Links of a many-to-many relation: the rows at the other end, and one link at a time."""

from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from app.http.problems import not_found
from app.rest.viewsets import RowsViewSet
from app.versions import Versioned


class LinkViewSet(ListModelMixin, RowsViewSet):
    """The rows that one of the owners is linked to."""

    owners: ClassVar[models.QuerySet[Any]]
    owner_noun: ClassVar[str]
    # The relation as the owners have it, and as the rows at its other end know it.
    relation: ClassVar[str]
    reverse_relation: ClassVar[str]
    writing = frozenset()
    conditional = frozenset()

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter((self.reverse_relation, self.kwargs["id"]))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not self.owners.filter(pk=self.kwargs["id"]).exists():
            raise not_found(self.owner_noun)
        return super().list(request, *args, **kwargs)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Links; what is linked already stays as it is."""
        try:
            with transaction.atomic():
                owner, other = self._ends()
                linked = getattr(owner, self.relation)
                if not linked.filter(pk=other).exists():
                    linked.add(other)
                    owner.save()
        except IntegrityError as error:
            # It was deleted meanwhile.
            raise not_found(self.noun) from error
        return Response(status=204)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with transaction.atomic():
            owner, other = self._ends()
            linked = getattr(owner, self.relation)
            if linked.filter(pk=other).exists():
                linked.remove(other)
                owner.save()
        return Response(status=204)

    def _ends(self) -> tuple[Versioned, Any]:
        """The owner, locked, and the id of the row at the other end; both must be there."""
        owner: Versioned | None = (
            self.owners.select_for_update(of=("self",)).filter(pk=self.kwargs["id"]).first()
        )
        if owner is None:
            raise not_found(self.owner_noun)
        other = self.kwargs[self.lookup_url_kwarg]
        if not self.rows.filter(pk=other).exists():
            raise not_found(self.noun)
        return owner, other

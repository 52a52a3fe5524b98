"""Operations on rows, each write in one transaction with all that was read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from rest_framework.response import Response

from app.http.conditions import entity_tag, none_match
from app.http.problems import Problem, not_found
from app.http.urls import row_path
from app.rest.refusals import refusal
from app.validation.rules import with_parent

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from app.rest.serializers import RowSerializer
    from app.rest.viewsets import RowsViewSet
    from app.versions import Versioned

    Base = RowsViewSet
else:
    Base = object


class RowMixin(Base):
    """Rows as they are found, locked and shown."""

    def find(self, rows: QuerySet[Any]) -> Versioned:
        """The row of the path among the rows that the request may see."""
        row: Versioned | None = rows.filter(pk=self.kwargs["id"]).first()
        if row is None:
            raise not_found(self.noun)
        return row

    def lock(self) -> Versioned:
        """The same for a change that nobody else can interrupt; refuses (412) a row that is not as the client saw it."""
        row = self.find(self.get_queryset().select_for_update(of=("self",)))
        if self.if_match is not None:
            self.if_match.judge(self.tag(row))
        return row

    def tag(self, row: Versioned) -> str:
        return entity_tag(self.queries.shape, row.row_version)

    def stored(self, written: Any) -> Response:
        """The row as it was written, by a query of its own: links and defaults are the database's."""
        row: Versioned = self.rows.get(pk=written.pk)
        data = self.get_serializer(row).data
        return Response(data, headers={"ETag": self.tag(row)})


class CreateMixin(RowMixin):
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=with_parent(request.data, self.parent))
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        try:
            with transaction.atomic():
                self.perform_create(serializer)
                response = self.stored(serializer.instance)
        except IntegrityError as error:
            serializer.instance = None
            raise refusal(error, serializer, values) from error
        response.status_code = 201
        response["Location"] = row_path(reverse(self.collection), response.data["id"])
        return response

    def perform_create(self, serializer: RowSerializer) -> None:
        serializer.save()


class RetrieveMixin(RowMixin):
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The row as a whole, unless the client has it already, or the selected properties of it."""
        row = self.find(self.get_queryset())
        if not self.selection.is_whole:
            return Response(self.get_serializer(row).data)
        headers = {"ETag": self.tag(row)}
        if none_match(request.headers.get("If-None-Match"), self.tag(row)):
            return Response(status=304, headers=headers)
        return Response(self.get_serializer(row).data, headers=headers)


class UpdateMixin(RowMixin):
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._change(with_parent(request.data, self.parent), partial=False)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._change(request.data, partial=True)

    def perform_update(self, serializer: RowSerializer) -> None:
        serializer.save()

    def _change(self, document: Any, *, partial: bool) -> Response:
        serializer: RowSerializer | None = None
        values: dict[str, Any] = {}
        try:
            with transaction.atomic():
                row = self.lock()
                columns = [field.attname for field in row._meta.concrete_fields]
                values = {name: getattr(row, name) for name in columns}
                serializer = self.get_serializer(row, data=document, partial=partial)
                serializer.is_valid(raise_exception=True)
                values |= serializer.validated_data
                self.perform_update(serializer)
                return self.stored(serializer.instance)
        except IntegrityError as error:
            if serializer is None:
                raise
            raise refusal(error, serializer, values) from error


class DestroyMixin(RowMixin):
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        try:
            with transaction.atomic():
                self.perform_destroy(self.lock())
        except IntegrityError as error:
            raise Problem(409, f"Other rows refer to this {self.noun}.") from error
        return Response(status=204)

    def perform_destroy(self, row: Versioned) -> None:
        row.delete()

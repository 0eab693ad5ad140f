"""What may be done to documents, address by address, as far as the actor's rights go."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from comptoir.access import policy
from comptoir.context import Context
from comptoir.meta.model import DocType
from comptoir.web.openapi.common import LIST_PARAMETERS, body, data, ref, refusals
from comptoir.web.openapi.schemas import Schemas, key_of

Json = dict[str, Any]
ONCE = ref("parameters", "IdempotencyKey")
MATCH = [ref("parameters", "IfMatch"), ref("parameters", "IfNoneMatch")]
NAME = ref("parameters", "name")
WRITING = ("409", "417", "422")


def paths_of(ctx: Context, meta: DocType, schemas: Schemas) -> dict[str, Json]:
    """The addresses of ``meta`` and what the actor may do there."""
    maker = _Maker(meta, schemas, policy.rights_of(ctx, meta))
    found = {
        f"/api/resource/{quote(meta.name)}": maker.whole() if not meta.issingle else {},
        f"/api/resource/{quote(meta.name)}/{{name}}": maker.one(),
    }
    base = f"/api/v2/document/{quote(meta.name)}"
    if not meta.issingle:
        found |= {f"{base}/{action}": item for action, item in maker.bulk().items()}
    found |= {f"{base}/{{name}}/method/{action}": item for action, item in maker.transitions().items()}
    return {path: item for path, item in found.items() if item}


class _Maker:
    def __init__(self, meta: DocType, schemas: Schemas, rights: dict[str, bool]):
        self.meta = meta
        self.schemas = schemas
        self.rights = rights

    def whole(self) -> Json:
        """The list, and where new documents go."""
        rows = {"type": "array", "items": {"type": ["object", "array"]}}
        cursor = {"next_cursor": {"type": ["string", "null"]}}
        parameters = [ref("parameters", name) for name in LIST_PARAMETERS]
        answers = {"200": data(rows, beside=cursor)} | refusals("417")
        found = {"get": self._operation("list", "List {}", answers, parameters=parameters)}
        if self.rights["create"]:
            found["post"] = self._operation(
                "create",
                "Create {}",
                {"200": self._document()} | refusals(*WRITING),
                parameters=[ONCE],
                requestBody=body(self._new(), self.schemas.example(self.meta)),
            )
        return found

    def one(self) -> Json:
        """A document."""
        found: Json = {}
        if self.rights["read"]:
            parameters = [ref("parameters", name) for name in ("expand", "expand_links")]
            answers = {"200": self._document(), "304": ref("responses", "NotModified")} | refusals("412")
            found["get"] = self._operation("get", "Read {}", answers, parameters=[*parameters, *MATCH])
        if self.rights["write"]:
            found["put"] = self._operation(
                "update",
                "Change {}",
                {"200": self._document()} | refusals(*WRITING, "412"),
                parameters=[ONCE, *MATCH],
                requestBody=body(self.schemas.of(self.meta), self.schemas.example(self.meta)),
            )
        if self.rights["delete"] and not self.meta.issingle:
            answers = {"202": data({"type": "string"})} | refusals(*WRITING, "412")
            found["delete"] = self._operation("delete", "Delete {}", answers, parameters=[ONCE, *MATCH])
        return {"parameters": [NAME]} | found if found else {}

    def bulk(self) -> dict[str, Json]:
        """Several documents in one request."""
        example = self.schemas.example(self.meta)
        named = {"allOf": [self.schemas.of(self.meta), {"required": ["name"]}]}
        found: dict[str, Json] = {}
        if self.rights["create"]:
            found["bulk_create"] = self._several("create", "docs", self._new(), example)
        if self.rights["write"]:
            found["bulk_update"] = self._several("update", "docs", named, {"name": "..."} | example)
        if self.rights["delete"]:
            found["bulk_delete"] = self._several("delete", "names", {"type": ["string", "integer"]}, "...")
        return found

    def transitions(self) -> dict[str, Json]:
        """Submitting and cancelling."""
        if not self.meta.is_submittable:
            return {}
        answers = {"200": self._document()} | refusals(*WRITING, "412")
        return {
            action: {
                "parameters": [NAME],
                "post": self._operation(
                    action, f"{action.capitalize()} {{}}", answers, parameters=[ONCE, *MATCH]
                ),
            }
            for action in ("submit", "cancel")
            if self.rights[action]
        }

    def _several(self, verb: str, key: str, row: Json, example: Any) -> Json:
        properties = {key: {"type": "array", "items": row}, "atomic": {"type": "boolean", "default": False}}
        schema = {
            "type": "object",
            "properties": properties,
            "required": [key],
            "additionalProperties": False,
        }
        answers = {"200": data(ref("schemas", "Bulk"))} | refusals(*WRITING, "413")
        operation = self._operation(
            f"bulk_{verb}",
            f"{verb.capitalize()} several of {{}}",
            answers,
            parameters=[ONCE],
            requestBody=body(schema, {key: [example]}),
        )
        return {"post": operation}

    def _new(self) -> Json:
        required = self.schemas.required(self.meta)
        reference = self.schemas.of(self.meta)
        return {"allOf": [reference, {"required": required}]} if required else reference

    def _document(self) -> Json:
        return data(self.schemas.of(self.meta), tagged=True)

    def _operation(self, key: str, summary: str, answers: Json, **more: Any) -> Json:
        return {
            "operationId": f"{key}_{key_of(self.meta)}",
            "summary": summary.format(self.meta.name),
            "tags": [self.meta.module],
            "responses": answers,
            **more,
        }

"""The reference page of the server's routes, drawn from the OpenAPI description.

One self-contained page: no script, no font, no picture, and nothing from another host, so that it
works in a council's closed network and tells no third party who reads it.
"""

from html import escape
from typing import Any

from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem; border-top: 1px solid; padding-top: 1rem }
code { font: 0.95em ui-monospace, monospace }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0 }
td:first-child { white-space: nowrap }
"""


class ReferencePage(OpenAPIRenderPlugin):
    """Routes and messages as one accessible page of HTML."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page."""
        title = escape(openapi_schema["info"]["title"])
        description = escape(openapi_schema["info"].get("description") or "")
        json_route = escape(self.get_openapi_json_route(request))
        schemas = openapi_schema.get("components", {}).get("schemas", {})
        parts = [
            "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>",
            "<meta name='viewport' content='width=device-width'>",
            f"<title>{title}</title><style>{_STYLE}</style></head><body><main>",
            f"<h1>{title}</h1><p>{description}</p>",
            f"<p><a href='{json_route}'>The same as OpenAPI JSON</a></p>",
            *(_route(path, item) for path, item in sorted(openapi_schema["paths"].items())),
            "<h2>Messages</h2>",
            *(_message(name, schemas[name]) for name in sorted(schemas)),
            "</main></body></html>",
        ]
        return "\n".join(parts).encode()


def _route(path: str, item: dict[str, Any]) -> str:
    parts = []
    for method, said in sorted(item.items()):
        if not isinstance(said, dict):
            continue
        parts.append(f"<h2><code>{method.upper()} {escape(path)}</code></h2>")
        parts.append(f"<p>{escape(said.get('description') or said.get('summary') or '')}</p>")
        if said.get("security"):
            parts.append("<p>Needs the laptop’s token: <code>Authorization: Bearer …</code></p>")
        body = said.get("requestBody", {}).get("content", {})
        parts += [f"<p>Takes {_type(c.get('schema', {}))}</p>" for c in body.values()]
        for status, answer in sorted(said.get("responses", {}).items()):
            shapes = [_type(c.get("schema", {})) for c in answer.get("content", {}).values()]
            parts.append(f"<p>Answers {escape(str(status))}: {', '.join(shapes)}</p>")
    return "\n".join(parts)


def _message(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_type(shape)}</td></tr>"
        for field, shape in schema.get("properties", {}).items()
    )
    words = escape(str(schema.get("description") or ""))
    return f"<h3 id='{escape(name)}'>{escape(name)}</h3><p>{words}</p><table>{rows}</table>"


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        name = escape(str(shape["$ref"]).rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    if "oneOf" in shape:
        return " or ".join(_type(one) for one in shape["oneOf"])
    inner = shape.get("items") or shape.get("additionalProperties")
    words = escape(str(shape.get("type", "anything")))
    return f"{words} of {_type(inner)}" if isinstance(inner, dict) and inner else words

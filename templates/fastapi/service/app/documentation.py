"""The OpenAPI document and the page that shows it, without anything from the internet."""

from importlib.resources import files

from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse

_ASSETS = files("fastapi_swagger") / "resources"


def install_documentation(app: FastAPI) -> None:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def openapi() -> JSONResponse:
        return JSONResponse(app.openapi())

    @router.get("/docs")
    async def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url="/docs/swagger-ui-bundle.js",
            swagger_css_url="/docs/swagger-ui.css",
            swagger_favicon_url="/docs/favicon-32x32.png",
        )

    @router.get("/docs/swagger-ui-bundle.js")
    def script() -> Response:
        return _asset("swagger-ui-bundle.js", "text/javascript")

    @router.get("/docs/swagger-ui.css")
    def style() -> Response:
        return _asset("swagger-ui.css", "text/css")

    @router.get("/docs/favicon-32x32.png")
    def icon() -> Response:
        return _asset("favicon-32x32.png", "image/png")

    app.include_router(router)


def _asset(name: str, media_type: str) -> Response:
    return Response((_ASSETS / name).read_bytes(), media_type=media_type)

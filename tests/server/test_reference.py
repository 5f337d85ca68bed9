"""The reference page: complete, and asking nothing of any other host."""

from __future__ import annotations

import re

import pytest
from litestar.testing import TestClient

from stls_server.asgi import create_app
from stls_server.council import in_memory


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(in_memory())) as client:
        yield client


def test_the_page_asks_for_nothing_off_this_host(client):
    page = client.get("/schema").text
    assert "<h1>" in page
    assert re.findall(r"https?:|//[a-z]|<script|@import|url\(|<img|<link", page) == []


def test_the_policy_of_the_page_would_stop_it_if_it_did(client):
    policy = client.get("/schema").headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_route_and_message_is_on_the_page(client):
    page = client.get("/schema").text
    for route in ("/enrol", "/sync/hello", "/sync/push", "/sync/pull", "/health"):
        assert f"{route}</code>" in page
    for message in ("Hello", "Welcome", "Push", "Pushed", "Change", "Result", "Page", "Refusal"):
        assert f"id='{message}'" in page
    links = set(re.findall(r"href='#(\w+)'", page))
    assert links <= set(re.findall(r"id='(\w+)'", page))


def test_the_description_says_which_routes_need_a_token(client):
    paths = client.get("/schema/openapi.json").json()["paths"]
    closed = {path for path, item in paths.items() if any(m.get("security") for m in item.values())}
    files = {"/sync/files", "/sync/files/put", "/sync/files/get"}
    assert closed == {"/sync/hello", "/sync/push", "/sync/pull"} | files
    for path in closed:
        assert {"200", "400", "401", "403", "503"} <= set(paths[path]["post"]["responses"])

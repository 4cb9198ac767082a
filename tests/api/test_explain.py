"""GET /v1/explain: a number down to the JSON that it was read from."""

import json
from datetime import timedelta
from urllib.parse import quote

from tests.api.test_products import HISTORY_DAYS, assert_problem, market, served
from tests.support.api import COMPETITOR, DAY, MAIN, Running, settings_for

market = market
LAST = DAY + timedelta(days=HISTORY_DAYS - 1)
PAIR = {
    "asin_main": MAIN,
    "asin_comp": COMPETITOR,
    "marketplace": "US",
    "date": f"{LAST}",
}


def path(relation: str, column: str, key: object) -> str:
    return (
        f"/v1/explain?relation={relation}&column={column}&key={quote(json.dumps(key))}"
    )


def test_a_number_leads_down_to_the_json_that_it_was_read_from(
    market: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        response = await app.get(path("competitor_comparison", "price_diff", PAIR))
        assert response.status_code == 200, response.text
        data = response.json()["data"]
        steps = data["steps"]
        assert data["key"] == PAIR
        assert data["definition"].startswith("Main minus competitor price")
        assert [step["step_no"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(step["is_equal"] for step in steps if step["adapter"] is None)
        ends = [step for step in steps if step["adapter"] is not None]
        assert [end["payload_path"] for end in ends] == ["$.price.value"] * 2
        values = [end["payload_value"] for end in ends]
        assert data["value"] == steps[0]["recomputed"] == values[0] - values[1]
        assert response.headers["etag"]

    served(settings_for(api_url, None), test)


def test_what_cannot_be_explained_says_what_can(market: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        response = await app.get(path("nonsense", "price", PAIR))
        assert "competitor_comparison" in assert_problem(
            response, 422, "invalid-request"
        ).get("hint", response.text)
        for relation, column, key in (
            ("product_daily", "nonsense", {}),
            ("product_daily", "price", {"asin": MAIN}),
            ("product_daily", "price", {"asin": MAIN, "marketplace": "US", "date": 1}),
            ("product_daily", "price", [1]),
            ("product_daily", "price", "x\u0000"),
        ):
            response = await app.get(path(relation, column, key))
            assert_problem(response, 422, "invalid-request")
        absent = {"asin": MAIN, "marketplace": "US", "date": "2001-01-01"}
        response = await app.get(path("product_daily", "price", absent))
        assert_problem(response, 404, "not-found")
        assert_problem(await app.get("/v1/explain"), 422, "invalid-request")

    served(settings_for(api_url, None), test)

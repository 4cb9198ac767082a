"""The API of the source documents: FastAPI, SQLAlchemy on asyncpg, Redis cache-aside.

A key is looked up in Redis. A missing one is read through the ORM, checked and
serialised by pydantic, and stored in Redis for a day. Nodes listen for patterns of keys
to drop and find the keys by SCAN. Tables, values and answer models are asinmart's.
"""

import asyncio
import datetime as dt
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import md5
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Header, HTTPException, Response
from pydantic import BaseModel
from redis.asyncio import Redis
from sqlalchemy import Column, Table, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import declarative_base

from api.resources.products import Metrics, MetricsDay, Product

_LIFE = dt.timedelta(hours=24)
_DAYS = {"7d": 7, "30d": 30, "90d": 90}
_CHANNEL = "cache:invalidate"

_Base: Any = declarative_base()


def _table(schema: str, name: str, keys: tuple[str, ...], columns: list[str]) -> Table:
    return Table(
        name,
        _Base.metadata,
        *(Column(column, primary_key=column in keys) for column in columns),
        schema=schema,
    )


class ProductRow(_Base):  # type: ignore[misc]
    """A product on its newest observed day."""

    __table__ = _table(
        "mart", "product_summary", ("asin", "marketplace"), [*Product.model_fields]
    )


class DayRow(_Base):  # type: ignore[misc]
    """A product on one day."""

    __table__ = _table(
        "core",
        "product_metrics_daily",
        ("asin", "marketplace", "date"),
        ["asin", "marketplace", *MetricsDay.model_fields],
    )


class LatestRow(_Base):  # type: ignore[misc]
    """A product's newest observed day."""

    __table__ = _table(
        "mart",
        "product_latest",
        ("asin", "marketplace"),
        ["asin", "marketplace", "date"],
    )


class Meta(BaseModel):
    """The freshness of an answer."""

    asin: str
    marketplace: str
    as_of: dt.date | None
    generated_at: dt.datetime
    stale_at: dt.datetime


class ProductAnswer(BaseModel):
    """The answer of the product endpoint."""

    data: Product
    meta: Meta


class MetricsAnswer(BaseModel):
    """The answer of the metrics endpoint."""

    data: Metrics
    meta: Meta


_engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql:", "postgresql+asyncpg:", 1),
    pool_size=int(os.environ["POOL_SIZE"]),
    max_overflow=0,
)
_session = async_sessionmaker(_engine, expire_on_commit=False)
_redis = Redis.from_url(os.environ["REDIS_URL"]) if "REDIS_URL" in os.environ else None


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    listening = asyncio.create_task(_drop_invalid())
    yield
    listening.cancel()
    await _engine.dispose()


async def _drop_invalid() -> None:
    """Drop the keys of every pattern that is published."""
    if _redis is None:
        return
    async with _redis.pubsub() as subscription:
        await subscription.subscribe(_CHANNEL)
        async for message in subscription.listen():
            if message["type"] == "message":
                async for key in _redis.scan_iter(message["data"], count=1000):
                    await _redis.delete(key)


app = FastAPI(lifespan=_lifespan)


@app.get("/v1/products/{asin}", response_model=ProductAnswer)
async def product(
    asin: str,
    marketplace: str = "US",
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Answer with a product and its latest observation."""
    key = f"product:{asin}:{marketplace}:summary"
    if (kept := await _recalled(key)) is not None:
        return _response(kept, "hit", if_none_match)
    async with _session() as session:
        row = await session.get(ProductRow, (asin, marketplace))
    if row is None:
        raise HTTPException(404)
    answer = ProductAnswer(
        data=Product.model_validate(row, from_attributes=True),
        meta=_meta(asin, marketplace, row.latest_date),
    )
    return _response(await _kept(key, answer), "miss", if_none_match)


@app.get("/v1/products/{asin}/metrics", response_model=MetricsAnswer)
async def metrics(
    asin: str,
    range: Literal["7d", "30d", "90d"] = "30d",
    marketplace: str = "US",
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Answer with a product's days, oldest first."""
    key = f"product:{asin}:{marketplace}:metrics:daily:{range}"
    if (kept := await _recalled(key)) is not None:
        return _response(kept, "hit", if_none_match)
    as_of = (
        select(LatestRow.date)
        .where(LatestRow.asin == asin, LatestRow.marketplace == marketplace)
        .scalar_subquery()
    )
    query = (
        select(DayRow)
        .where(
            DayRow.asin == asin,
            DayRow.marketplace == marketplace,
            DayRow.date > as_of - _DAYS[range],
            DayRow.date <= as_of,
        )
        .order_by(DayRow.date)
    )
    async with _session() as session:
        rows = (await session.scalars(query)).all()
    if not rows:
        raise HTTPException(404)
    days = [MetricsDay.model_validate(row, from_attributes=True) for row in rows]
    answer = MetricsAnswer(
        data=Metrics(range_days=_DAYS[range], days=days),
        meta=_meta(asin, marketplace, rows[-1].date),
    )
    return _response(await _kept(key, answer), "miss", if_none_match)


def _meta(asin: str, marketplace: str, as_of: dt.date | None) -> Meta:
    now = dt.datetime.now(dt.UTC)
    return Meta(
        asin=asin,
        marketplace=marketplace,
        as_of=as_of,
        generated_at=now,
        stale_at=now + _LIFE,
    )


async def _recalled(key: str) -> bytes | None:
    kept: Any = None if _redis is None else await _redis.get(key)
    return kept if kept is None else bytes(kept)


async def _kept(key: str, answer: BaseModel) -> bytes:
    body = answer.model_dump_json().encode()
    if _redis is not None:
        await _redis.set(key, body, ex=_LIFE)
    return body


def _response(body: bytes, source: str, if_none_match: str | None) -> Response:
    etag = f'"{md5(body, usedforsecurity=False).hexdigest()}"'
    headers = {"ETag": etag, "X-Cache": source, "Cache-Control": "max-age=60"}
    if if_none_match == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)

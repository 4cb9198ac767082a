// Reads lists and products with the generated types alone: no cast, no check of what kind of value came.
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

type Found = {
  listed: string[];
  price: number | null;
  days: number;
  gaps: number;
  tracked: string[];
  categories: string[];
  currency: string | undefined;
  missing: string;
};

export async function read(baseUrl: string, key: string, asin: string): Promise<Found> {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
  const params = { path: { asin } };

  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.GET("/v1/products", { params: { query: { limit: 2, cursor } } });
    if (page.error) throw new Error(page.error.detail);
    listed.push(...page.data.data.map((product) => product.asin));
    cursor = page.data.page.next_cursor ?? undefined;
  } while (cursor);

  const product = await client.GET("/v1/products/{asin}", { params });
  if (product.error) throw new Error(product.error.detail);
  const metrics = await client.GET("/v1/products/{asin}/metrics", { params });
  if (metrics.error) throw new Error(metrics.error.detail);
  const compared = await client.GET("/v1/competitions/{asin}", { params });
  if (compared.error) throw new Error(compared.error.detail);
  const watched = await client.GET("/v1/tracked-products");
  if (watched.error) throw new Error(watched.error.detail);
  const categories = await client.GET("/v1/categories");
  if (categories.error) throw new Error(categories.error.detail);
  const marketplaces = await client.GET("/v1/marketplaces", { params: { query: { limit: 200 } } });
  if (marketplaces.error) throw new Error(marketplaces.error.detail);
  const absent = await client.GET("/v1/products/{asin}", { params: { path: { asin: "B0ABSENT00" } } });
  return {
    listed,
    price: product.data.data.price,
    days: metrics.data.data.days.length,
    gaps: compared.data.data.competitors.flatMap((one) => one.gaps ?? []).length,
    tracked: watched.data.data.map((one) => one.asin),
    categories: categories.data.data.map((one) => `${one.category}: ${one.product_count}`),
    currency: marketplaces.data.data.find((one) => one.marketplace === "UK")?.currency_code,
    missing: absent.error?.type ?? "",
  };
}

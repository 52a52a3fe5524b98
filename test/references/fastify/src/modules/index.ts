import type { FastifyInstance } from "fastify";
import { countryRoutes } from "./country/country.routes.js";
import { authorRoutes } from "./author/author.routes.js";
import { categoryRoutes } from "./category/category.routes.js";
import { tagRoutes } from "./tag/tag.routes.js";
import { publisherRoutes } from "./publisher/publisher.routes.js";
import { bookRoutes } from "./book/book.routes.js";
import { reviewRoutes } from "./review/review.routes.js";
import { settingRoutes } from "./setting/setting.routes.js";

/** One line per resource. */
export async function modules(app: FastifyInstance): Promise<void> {
  await app.register(countryRoutes);
  await app.register(authorRoutes);
  await app.register(categoryRoutes);
  await app.register(tagRoutes);
  await app.register(publisherRoutes);
  await app.register(bookRoutes);
  await app.register(reviewRoutes);
  await app.register(settingRoutes);
}

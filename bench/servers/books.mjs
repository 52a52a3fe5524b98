/** What the two hand-tuned servers share: representations, cursors, entity tags. No contract beyond that. */

export function toBook(row) {
  return {
    id: row.id,
    title: row.title,
    isbn: row.isbn,
    pages: row.pages,
    price: typeof row.price === "string" ? row.price : row.price.toFixed(2),
    status: row.status,
    published_on: row.published_on,
    author_id: row.author_id,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

export function entityTag(row) {
  return `"b-${row.row_version}"`;
}

/** One row more than the page holds says whether there is a next page. */
export function toPage(rows, limit) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown.map(toBook),
    page: {
      limit,
      offset: 0,
      next_cursor: last
        ? Buffer.from(JSON.stringify([last.price, last.id])).toString("base64url")
        : null,
    },
  };
}

export function valuesOf(body) {
  const now = new Date().toISOString();
  return [
    body.title,
    body.isbn,
    body.pages,
    body.price,
    body.status ?? "draft",
    body.published_on ?? null,
    body.author_id,
    now,
    now,
  ];
}

export const sql = {
  find: "select * from books where id = $1",
  list: "select * from books where status = $1 order by price desc, id limit $2",
  create: `insert into books (title, isbn, pages, price, status, published_on, author_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`,
};

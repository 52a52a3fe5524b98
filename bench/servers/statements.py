"""The statements of the hand-tuned server."""

COLUMNS = "id, title, isbn, pages, price, status, published_on, author_id, created_at, updated_at"
NAMES = COLUMNS.split(", ")
FIND = f"select {COLUMNS}, row_version from books where id = ?"
LIST = f"select {COLUMNS}, row_version from books where status = ? order by price desc, id limit ?"
CREATE = (
    "insert into books (title, isbn, pages, price, status, published_on, author_id, created_at, updated_at)"
    f" values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning {COLUMNS}, row_version"
)

<%
    import json

    said = message.replace("\\", "\\\\").replace('"', "'")
    code = (upgrades or "") + (downgrades or "")

    def literal(value):
        if value is None or isinstance(value, str):
            return json.dumps(value, ensure_ascii=False) if value else "None"
        return "(" + ", ".join(map(json.dumps, value)) + ")"
%>\
"""${said}"""

from collections.abc import Sequence

% if "op." in code:
% if "sa." in code:
import sqlalchemy as sa
% endif
from alembic import op
% if imports:
${imports}
% endif

% endif
revision: str = ${literal(up_revision)}
down_revision: str | Sequence[str] | None = ${literal(down_revision)}
branch_labels: Sequence[str] | None = ${literal(branch_labels)}
depends_on: Sequence[str] | None = ${literal(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}

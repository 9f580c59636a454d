"""The form of the log: one event a line, whatever an event brings."""

import json
import logging
from datetime import UTC, datetime


class LineFormatter(logging.Formatter):
    """Write each event as one JSON object on one line, so that no user's text can look like a second event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line.

        Args:
            record: The event.
        """
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

"""The log's form."""

import json
import logging
import sys

from config.logs import LineFormatter


def test_an_event_is_one_line_whatever_it_brings():
    try:
        raise ValueError("第一行\n第二行")
    except ValueError:
        event = logging.LogRecord("desk", logging.ERROR, "", 0, "%s\nINFO forged", ("甲",), sys.exc_info())
    line = LineFormatter().format(event)
    assert "\n" not in line
    assert json.loads(line)["message"] == "甲\nINFO forged"
    assert "第二行" in json.loads(line)["trace"]

"""The services that documents speak of, each with its own settings, started when first asked."""

from contextlib import ExitStack
from pathlib import Path

from serving import SERVE, serving

from api.service.access import make_key

_FAULT = """
from graph.catalog import CareerGraph

def fail(self):
    raise KeyError("the store is on fire")

CareerGraph.codes_of = property(fail)
"""
"Provokes a fault that nobody expects, in the service's process."


class Services:
    """The services that the document speaks of, by what is set; each starts when it is asked."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Start none yet."""
        self._folder = folder
        self._stack = stack
        self._urls: dict[str, str] = {}

    def find_url(self, setting: str = "") -> str:
        """The address of the service with a setting, or with the fault."""
        if setting not in self._urls:
            folder = self._folder / str(len(self._urls))
            folder.mkdir()
            script = f"{_FAULT}\n{SERVE}" if setting == "fault" else SERVE
            given = dict([setting.split("=")]) if "=" in setting else {}
            if "CAREER_API_KEYS_FILE" in given:
                keys = folder / given["CAREER_API_KEYS_FILE"]
                keys.write_text(make_key("mei")[1], encoding="utf-8")
                given["CAREER_API_KEYS_FILE"] = str(keys)
            service = self._stack.enter_context(serving(folder, script=script, **given))
            self._urls[setting] = service.url.rstrip("/")
        return self._urls[setting]

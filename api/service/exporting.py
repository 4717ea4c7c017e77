"""`/export/{format}`: the exports of the command line, written by a worker and sent as a file."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.errors import MissingPackageError
from graph.export import FILES, FOLDER
from graph.names import LANGUAGES

from ..context import Context, Library
from ..errors import Code, over_limit
from ..exports import (
    ExportQuestion,
    ExportRefusedError,
    Refused,
    count_cost,
    read_question,
    write_file,
)
from ..limits import Budget, LimitExceededError
from ..settings import Settings
from .access import RateLimit, charging
from .answering import lack_release, make_problem, refuse
from .current import CurrentLibrary
from .http_request import choose_language, holds_tag
from .workers import Workers

_PARAMETERS = ("from", "to", "inferred", "lang")
_NOT_FOUND = frozenset((Refused.FORMAT, Refused.NO_ROUTE))
_NOT_POSSIBLE = 501  # the HTTP status where this service lacks a package
_LOT = 2**18  # bytes that are sent at once
_DIGITS = 32  # of a question's digest in a tag


class ExportEndpoint:
    """Answers with the exports of the library that is current."""

    def __init__(
        self,
        settings: Settings,
        current: CurrentLibrary,
        workers: Workers,
        rate: RateLimit | None,
    ) -> None:
        """Write nothing yet."""
        self._settings = settings
        self._current = current
        self._workers = workers
        self._rate = rate

    async def answer(self, request: Request) -> Response:
        """The HTTP answer to a request for an export, from one release."""
        library, status = self._current.library, None
        try:
            if library is not None:
                return await self._answer(request, library)
            problem = lack_release()
        except ExportRefusedError as refused:
            problem = self._explain(refused)
            status = 404 if refused.why in _NOT_FOUND else None
        except MissingPackageError as missing:
            problem, status = make_problem(Code.BAD_INPUT, str(missing)), _NOT_POSSIBLE
        except LimitExceededError as over:
            problem = over.error
        response = refuse(request, problem, status=status)
        response.headers["Cache-Control"] = "no-cache"  # another release may answer
        return response

    async def _answer(self, request: Request, library: Library) -> Response:
        """The file, or that the client has it already."""
        asked, language = _read(request)
        request.state.record.told["format"] = asked.format
        headers = {
            "ETag": _make_tag(library, asked, language),
            "Vary": "Accept-Language",
            "Cache-Control": "no-cache",
        }
        if holds_tag(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        budget = Budget(self._settings)
        context = Context(library, language, self._settings, budget)
        charge = charging(self._rate, request)
        written = await self._workers.run(budget, partial(_write, context, asked, charge))
        headers |= _describe(library, asked, written)
        return _FileResponse(written, headers, sent=request.method != "HEAD")

    def _explain(self, refused: ExportRefusedError) -> GraphQLError:
        """The error that says why there is nothing to send."""
        if refused.why is Refused.WORK_LIMIT:
            most = self._settings.limit_work
            return over_limit(str(refused), limit="work", value=most, given=None)
        told = {} if refused.reason is None else {"reason": refused.reason.value}
        return GraphQLError(str(refused), extensions={"code": Code.BAD_INPUT.value, **told})


class _FileResponse(StreamingResponse):
    """Sends a file a lot at a time, and closes it however that ends."""

    def __init__(self, file: BinaryIO, headers: Mapping[str, str], *, sent: bool) -> None:
        super().__init__(iter(partial(file.read, _LOT), b"") if sent else (), headers=headers)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def _read(request: Request) -> tuple[ExportQuestion, str]:
    """What is asked for, and the language; ExportRefusedError where the request does not fit."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in _PARAMETERS:
            known = ", ".join(_PARAMETERS)
            raise ExportRefusedError(
                Refused.USAGE, f"There is no parameter {name!r}; give one of {known}."
            )
        if name in given:
            raise ExportRefusedError(Refused.USAGE, f"{name} is given twice; give it once.")
        given[name] = value
    inferred = _choose(given, "inferred", ("false", "true")) == "true"
    language = _choose(given, "lang", LANGUAGES) or choose_language(request)
    asked = read_question(
        request.path_params["format"],
        given.get("from"),
        given.get("to"),
        inferred=inferred,
        prefix="",
    )
    return asked, language


def _choose(given: Mapping[str, str], name: str, words: Sequence[str]) -> str | None:
    """The word that a parameter is, None where it is not given."""
    word = given.get(name)
    if word is not None and word not in words:
        raise ExportRefusedError(
            Refused.USAGE, f"{name} is {word!r}; give one of {', '.join(words)}."
        )
    return word


def _write(context: Context, asked: ExportQuestion, charge: Callable[[int], None]) -> BinaryIO:
    """What a worker does: the export as an open file.

    No folder names it any more, so whatever becomes of the request and of this process, nothing
    stays behind once it is closed.
    """
    charge(count_cost(context.career_graph, asked))
    with TemporaryDirectory(prefix="career-graph-") as folder:
        return write_file(context, asked, Path(folder)).open("rb")


def _make_tag(library: Library, asked: ExportQuestion, language: str) -> str:
    """The ETag of an export: the same for what is the same bytes."""
    release = library.career_graph.release
    parts = (asked.format, asked.ends, asked.inferred, language)
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS]
    return f'"{digest}-{release.number}-{release.sha256}"'


def _describe(library: Library, asked: ExportQuestion, file: BinaryIO) -> dict[str, str]:
    """The headers that say what a file is, how long, and what to call it."""
    type_ = FILES.get(asked.format, FOLDER)
    parts = ["career-graph", str(library.career_graph.release.number)]
    parts += [] if asked.ends is None else ["route"]
    parts += [] if asked.format in FILES else [asked.format]
    return {
        "Content-Type": type_.media_type,
        "Content-Length": str(os.fstat(file.fileno()).st_size),
        "Content-Disposition": f'attachment; filename="{"-".join(parts)}{type_.suffix}"',
    }

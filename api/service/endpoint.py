"""`/graphql`: from a request to its answer, which is kept already or made by a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ..context import Context, Library
from ..execute import Answer, Prepared, execute, prepare
from ..limits import Budget, LimitExceededError
from ..settings import Settings
from .access import RateLimit, charging
from .answer_cache import AnswerCache, Kept
from .answering import (
    add_retry,
    find_status,
    lack_release,
    refuse,
    respond,
    to_json,
)
from .current import CurrentLibrary
from .http_request import (
    PLAIN_JSON,
    GraphQLRequest,
    RequestError,
    choose_language,
    choose_media_type,
    holds_tag,
    make_tag,
    read_request,
)
from .tracing import tracing
from .workers import Workers

_DIGITS = 12  # of a question's digest in the log


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer that was made now: what is sent, and what the response has to know of it."""

    content: bytes
    operation: str
    error: Answer | None
    has_data: bool


class Endpoint:
    """Answers GraphQL requests from the library that is current."""

    def __init__(
        self,
        settings: Settings,
        current: CurrentLibrary,
        workers: Workers,
        rate: RateLimit | None,
    ) -> None:
        """Keep no answer yet."""
        self._settings = settings
        self._current = current
        self._workers = workers
        self._rate = rate
        self._answers = AnswerCache()

    async def answer(self, request: Request) -> Response:
        """The HTTP answer to a GraphQL request, from one release."""
        media_type = PLAIN_JSON
        try:
            media_type = choose_media_type(request)
            asked = await read_request(request, self._settings)
        except RequestError as error:
            return refuse(request, error.problem, status=error.status, media_type=media_type)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        library = self._current.library
        if library is None:
            return refuse(request, lack_release(), media_type=media_type)
        return await self._answer(request, library, asked, media_type)

    async def _answer(
        self,
        request: Request,
        library: Library,
        asked: GraphQLRequest,
        media_type: str,
    ) -> Response:
        """The answer of one release to what is a GraphQL request: held, kept, or made."""
        record = request.state.record
        language = choose_language(request)
        release = library.career_graph.release
        identity = f"{asked.digest}-{release.number}-{release.sha256}-{language}"
        headers = {"Vary": "Accept, Accept-Language"}
        if request.method != "POST":
            tag = make_tag(identity, media_type)
            headers |= {"ETag": tag, "Cache-Control": "no-cache"}
            if holds_tag(request, tag):
                record.source = "client"
                return Response(status_code=304, headers=headers)
        record.told["question"] = asked.digest[:_DIGITS]
        kept = self._answers.find(identity)
        record.source = "engine" if kept is None else "cache"
        if kept is None:
            made = await self._make(request, Context(library, language, self._settings), asked)
            kept = Kept(made.content, made.operation)
            if made.error is not None:
                record.code = made.error["extensions"]["code"]
                return _respond_with_error(made, made.error, media_type)
            self._answers.keep(identity, kept)
        record.told["operation"] = kept.operation
        return respond(kept.content, 200, media_type, headers)

    async def _make(self, request: Request, context: Context, asked: GraphQLRequest) -> _Made:
        """The answer, by a worker, within the budget of one request."""
        budget = Budget(self._settings, charge=charging(self._rate, request))
        limited = replace(context, budget=budget)
        try:
            return await self._workers.run(budget, partial(_work, limited, asked, request.headers))
        except LimitExceededError as over:
            return _pack({"errors": [over.error.formatted]}, "unknown")


def _work(context: Context, asked: GraphQLRequest, headers: Mapping[str, str]) -> _Made:
    """What a worker does."""
    prepared = prepare(context, asked.query, asked.variables, asked.operation)
    if not isinstance(prepared, Prepared):
        return _pack(prepared, "unknown")
    with tracing(prepared, headers):
        answer = execute(context, prepared)
    operation = prepared.operation
    return _pack(answer, "unknown" if operation is None else operation.operation.value)


def _pack(answer: Answer, operation: str) -> _Made:
    errors = answer.get("errors")
    return _Made(to_json(answer), operation, errors[0] if errors else None, "data" in answer)


def _respond_with_error(made: _Made, error: Answer, media_type: str) -> Response:
    """An answer with errors: 200 where there is data, or the client reads no status of ours."""
    status = None if made.has_data else find_status(error)
    answered = made.has_data or media_type == PLAIN_JSON
    response = respond(made.content, status or (200 if answered else 400), media_type)
    add_retry(response, error)
    return response

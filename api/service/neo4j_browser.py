"""What Neo4j Browser shows: saved queries with titles, a guide made of them, and a style.

They stand in the folder `browser`: `favourites/*.cypher`, whose first line is the title as Browser
reads it and whose further comments are notes, and `career.grass`.
"""

from dataclasses import dataclass
from html import escape
from importlib.resources import files

_FOLDER = files("api").joinpath("browser")

_GUIDE = """<article class="guide">
<carousel class="deck container-fluid">
<slide class="row-fluid">
<div class="col-sm-12">
<h3>职业图谱 · The career graph</h3>
<p>Roles and the moves between them, what they ask for and pay, and who says so. Click a query to
put it into the editor, then run it. Every node has a name; double-click one to see what it is
tied to.</p>
<p>For the colours, drop the file <code>career.grass</code> of this page's address onto this
window, or run <code>:style</code> with that address.</p>
<p>Cypher counts moves. The fastest route it cannot find: sorting the shortest ones by their years
gave a slower route than the fastest for 225 of 300 pairs of roles, and a service band of one move
is not to be added to the stay of the next. Ask the engine instead:
<code>career-graph route 电话客服 客服总监 --by time</code></p>
</div>
</slide>
{slides}
</carousel>
</article>
"""
_SLIDE = """<slide class="row-fluid">
<div class="col-sm-12">
<h3>{title}</h3>
{notes}<figure><pre class="pre-scrollable code runnable">{cypher}</pre></figure>
</div>
</slide>"""


@dataclass(frozen=True, slots=True)
class Favourite:
    """A saved query: its title, what there is to say of it, and its Cypher without comments."""

    title: str
    notes: str
    cypher: str


def list_favourites() -> list[Favourite]:
    """The saved queries, in the order of their files."""
    found = sorted(_FOLDER.joinpath("favourites").iterdir(), key=lambda file: file.name)
    return [_read(file.read_text("utf-8")) for file in found]


def _read(text: str) -> Favourite:
    lines = text.splitlines()
    comments = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    cypher = "\n".join(line for line in lines if not line.startswith("//"))
    return Favourite(comments[0], " ".join(comments[1:]), cypher)


def render_guide() -> str:
    """The guide as HTML for `:play`, a slide for each saved query."""
    return _GUIDE.format(slides="\n".join(map(_render_slide, list_favourites())))


def _render_slide(favourite: Favourite) -> str:
    notes = f"<p>{escape(favourite.notes)}</p>\n" if favourite.notes else ""
    return _SLIDE.format(
        title=escape(favourite.title), notes=notes, cypher=escape(favourite.cypher, quote=False)
    )


def read_style() -> str:
    """The style, in Browser's GraSS."""
    return _FOLDER.joinpath("career.grass").read_text("utf-8")

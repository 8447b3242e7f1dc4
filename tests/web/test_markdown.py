"""What people write becomes HTML that does no harm, and no word of it is lost."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.growth import assert_grows_with_the_text
from web.markdown import Links, excerpt, mentions, plain, render, show_mentions, store_mentions

LINKS = Links(
    technologies={2: ("/t/2", "Shared office"), 4: ("/t/4", 'A "quick" <b>title')},
    members={12: ("/m/12", "Ana Kováč"), 13: ("/m/13", "<i>Bo</i>")},
)
NAMES = {"Ana Kováč": 1, "Jean-François Dupré": 2, "JF": 2, "Bo O'Neill": 3, "Bo Berg": 4, "Łukasz Nowak": 5}
REL = 'rel="noopener nofollow ugc"'


def linked(number: int) -> str:
    return f'class="technology" {REL}>T{number}</a>'


def test_render_knows_the_usual_marks() -> None:
    page = render("# H\n\n*a* **b** ~~c~~ `d`  \ne\n\n- x\n\n> q\n\n3. y\n\n| A | B |\n|--:|---|\n| 1 | 2 |\n")
    for part in (
        "<h1>H</h1>", "<em>a</em>", "<strong>b</strong>", "<s>c</s>", "<code>d</code><br>", "<li>x</li>", "<blockquote>",
        '<ol start="3">', '<th class="right">A</th>', "<td>2</td>",
    ):  # fmt: skip
        assert part in page


def test_render_links_technologies_in_words_only() -> None:
    page = render("T4, (T2) T4/T2: *T4*", link=LINKS)
    assert page.count(linked(4)) == 3
    assert page.count(linked(2)) == 2
    assert 'title="A &quot;quick&quot; &lt;b&gt;title"' in page


@pytest.mark.parametrize(
    "source",
    [
        "T4x AT4 _T4_x T4.5 T44 T04 a/T4 #T4 @T4", "`T4`", "    T4", "```\nT4\n```", "[T4](https://x.org)", "https://x.org/T4",
        "<https://x.org/T4>", "www.x.org/T4", "T4@x.org", "*A*T4", "![T4](https://x.org/a.png)", "T9",
    ],
)  # fmt: skip
def test_render_leaves_what_is_no_reference(source: str) -> None:
    assert "/t/4" not in render(source, link=LINKS)
    assert "T4" in render(source, link=LINKS) or source == "T9"


def test_render_mentions_by_name() -> None:
    assert f'<a class="mention" href="/m/12" {REL}>@Ana Kováč</a>' in render("hello @[12]!", link=LINKS)
    assert "@&lt;i&gt;Bo&lt;/i&gt;" in render("@[13]", link=LINKS)
    assert render("@[99] `@[12]`", link=LINKS) == "<p>@[99] <code>@[12]</code></p>\n"


def test_render_mention_cannot_be_made_a_link_elsewhere() -> None:
    assert "evil" not in render("@[12]\n\n[12]: https://evil.example", link=LINKS)
    assert render("[by @[12]](https://x.org)", link=LINKS).count("<a ") == 1


@pytest.mark.parametrize(
    ("source", "href", "words"),
    [
        ("see https://x.org/a_b_c?d=(e).", "https://x.org/a_b_c?d=(e)", "https://x.org/a_b_c?d=(e)"),
        ("(https://x.org/_a_b)", "https://x.org/_a_b", "https://x.org/_a_b"),
        ("www.x.org, and", "https://www.x.org", "www.x.org"),
        ("mail a.b@x.org.", "mailto:a.b@x.org", "a.b@x.org"),
        ("[words](HTTP://x.org)", "HTTP://x.org", "words"),
        ("![alt words](https://x.org/p.png)", "https://x.org/p.png", "alt words"),
        ("[![alt](https://x.org/p.png)](https://y.org)", "https://y.org", "alt"),
        ("![](https://x.org/p.png)", "https://x.org/p.png", "picture"),
    ],
)
def test_render_links_addresses(source: str, href: str, words: str) -> None:
    page = render(source, link=LINKS)
    assert f'<a href="{href}" {REL}>{words}</a>' in page
    assert page.count("<a ") == 1
    assert "<img" not in page


def test_render_footnotes_keep_their_words_and_prefixed_anchors() -> None:
    page = render("a[^1] b[^1]\n\n[^1]: the *note*\n[^1]: said twice\n[^2]: unused\n\n- [^3]: inside")
    ids = re.findall(r'id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) >= 4
    assert all(re.fullmatch(r"fn(ref)?-[0-9a-f]{10}-\d+(:\d)?", id_) for id_ in ids)
    assert all(words in page for words in ("the <em>note</em>", "said twice", "unused", "inside"))
    assert set(re.findall(r'href="#([^"]*)"', page)) >= {ids[0]}
    assert render("x[^1]\n\n[^1]: y") != render("z[^1]\n\n[^1]: y").replace("z", "x")


def test_render_tasks_are_boxes() -> None:
    assert render("- [ ] open\n- [x] done\n") == "<ul>\n<li>☐ open</li>\n<li>☑ done</li>\n</ul>\n"


ALLOWED = {
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
    ),
    *("s", "a", "sup", "section", "table", "thead", "tbody", "tr", "th", "td"),
}


class _Seen(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


def assert_harmless(page: str) -> None:
    seen = _Seen()
    seen.feed(page)
    assert seen.tags <= ALLOWED
    assert {name for name, _ in seen.attributes} <= {"href", "title", "class", "id", "rel", "start"}
    for name, value in seen.attributes:
        if name == "href":
            assert re.match(r"https?://|mailto:|#fn|/t/|/m/", value, re.I), value
        if name == "rel":
            assert value == "noopener nofollow ugc"


HOSTILE = [
    "<script>alert(1)</script> words",
    "<img src=x onerror=alert(1)> words",
    "<a href='javascript:alert(1)' onclick=x style='position:fixed'>words</a>",
    "[words](javascript:alert(1)) [words](JaVaScRiPt:alert(1)) [words](java&#10;script:alert(1))",
    "[words](data:text/html;base64,PHNjcmlwdD4=) ![words](data:image/svg+xml,x) <javascript:alert(1)>",
    "[words](vbscript:x) [words](//x.org) [words](/admin) [words](file:///etc/passwd) [words][r]\n\n[r]: javascript:alert(1)",
    '[words](https://x.org "a\\" onmouseover=alert(1) b") [a](https://x.org/"onclick="x)',
    "<div><!-- words --><![CDATA[ words ]]><?php words ?><style>*{}</style>",
    "`<script>` <svg/onload=alert(1)> <iframe srcdoc='<script>x</script>'>words</iframe> <math><mtext></form><form>words",
    "[^\"><script>x</script>]: words\n\n[^\"><script>x</script>]",
    "| a\"onclick=x | b |\n|---|---|\n| <script>words</script> | x |",
    "```\"><script>x\nwords\n```",
    "\u202ewords\u202c \u2066words\u2069 wo\u200brds \ufeffwords \u200fwords",
    "[wo\u202erds](https://x.org/\u202egpj.exe) <https://x.org/\u200b>",
    "@[12]<script> T4<script>words",
    "\x00words\x01\x7f &#0; &#x202e; &lt;script&gt;words",
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE)
def test_render_hostile_source_is_harmless_and_keeps_its_words(source: str) -> None:
    page = render(source, link=LINKS)
    assert_harmless(page)
    assert "words" in page or "wo\u200brds" in page or "wo\u202erds" in page
    assert "\u202e" not in plain(source)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from([*HOSTILE, "\n", "> ", "- ", "[", "](", "*", "`", "T4", "@[12]"]), max_size=6).map(
            "".join
        ),
    )
)
def test_render_any_text_is_harmless(source: str) -> None:
    assert_harmless(render(source, link=LINKS))


_MARKS = [
    *(
        "*",
        "**",
        "_",
        "~~",
        "`",
        "[",
        "]",
        "(",
        ")",
        "!",
        ">",
        "-",
        "1.",
        "#",
        "|",
        "|-|-|",
        ":",
        "^",
        "[^1]",
        "[^1]:",
        "<",
        ">",
    ),
    *("&", "\\", "T4", "@", "@[12]", "://", "\n", "\n\n", "    ", "\n|-|-|\n", "\n```\n", "``` two "),
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_MARKS), max_size=30))
def test_render_loses_no_word(marks: list[str]) -> None:
    source = "".join(f"{mark} word{place}x " for place, mark in enumerate(marks))
    page = html.unescape(render(source, link=LINKS))
    assert [word for word in (f"word{place}x" for place in range(len(marks))) if word not in page] == []


def test_render_table_with_surplus_cells_stays_as_typed() -> None:
    assert "third" in render("| a | b |\n|---|---|\n| 1 | 2 | third |\n")


@pytest.mark.parametrize(
    "piece",
    ["> ", "- ", "1. ", "[", "![", "[a](", "[a][", "[[]", "@[", "[^a", "*a **b ", "`", "://", "http://", "a_b*", "<!--", "|a", "(", "- a\n  - b\n", "\\", "@a "],
)  # fmt: skip
def test_render_made_to_be_slow_is_bounded(piece: str) -> None:
    def source(count: int) -> str:
        return f"{piece * count} last words"

    number = 30_000 // len(piece)
    page = render(source(number), link=LINKS)
    assert "last words" in page
    assert_harmless(page)
    assert_grows_with_the_text(lambda text: render(text, link=LINKS), source, number)


def test_render_nested_beyond_reason_shows_every_line() -> None:
    source = "".join(f"{'> ' * depth}word{depth}x\n" for depth in range(1, 200))
    page = render(source)
    assert all(f"word{depth}x" in page for depth in range(1, 200))


def test_plain_gives_words_on_one_line() -> None:
    source = "# Head\n\na *b* `c` [d](https://x.org) @[12] ![e](https://x.org)\nf\n\n- g\n- h[^1]\n\n[^1]: note"
    assert plain(source, link=LINKS) == "Head a b c d @Ana Kováč e f g h note"


@pytest.mark.parametrize(
    ("source", "length", "expected"),
    [
        ("# Head\n\nFirst *sentence* here. Second one.", 80, "First sentence here."),
        ("Costs 3.5 MEUR e.g. in 2025. Next", 80, "Costs 3.5 MEUR e.g. in 2025."),
        ("one two three four", 12, "one two…"),
        ("one two, three", 9, "one two…"),
        ("Donaudampfschifffahrt", 6, "Donau…"),
        ("# Only a head", 80, "Only a head"),
        ("", 80, ""),
    ],
)
def test_excerpt_is_the_first_sentence(source: str, length: int, expected: str) -> None:
    assert excerpt(source, length) == expected


def test_mentions_in_order_once_and_not_in_code() -> None:
    assert mentions("@[3] *@[1]* `@[2]` @[3]\n\n    @[8]\n\n- @[7]\n") == [3, 1, 7]
    assert mentions("> " * 500 + "@[5]") == [5]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("@ana and @Ana Kovac's idea", "@[1] and @[1]'s idea"),
        ("@ANA KOVÁČ.", "@[1]."),
        ("@Ana Berg said", "@[1] Berg said"),
        ("@jean francois dupre, @JF", "@[2], @[2]"),
        ("@bo @Bo Berg @bo o’neill", "@bo @[4] @[3]"),
        ("@lukasz @Nowak", "@[5] @[5]"),
        ("(@ana) **@ana**", "(@[1]) **@[1]**"),
        ("x@ana.org `@ana` https://x.org/@ana <@ana> \\@ana @anabel @[1]", "x@ana.org `@ana` https://x.org/@ana <@ana> \\@ana @anabel @[1]"),
        ("```\n@ana\n```\n@ana", "```\n@ana\n```\n@[1]"),
    ],
)  # fmt: skip
def test_store_mentions_of_one_member(typed: str, stored: str) -> None:
    assert store_mentions(typed, NAMES) == stored


def test_store_mentions_two_of_one_name_stay_typed() -> None:
    assert store_mentions("@Ana", {"Ana": 1, "ANA": 2}) == "@Ana"


def test_show_mentions_is_undone_by_storing() -> None:
    names = {1: "Ana Kováč", 2: "Jean-François Dupré", 3: "Bo O'Neill", 4: "Bo Berg"}
    stored = "@[1]'s, @[2] @[3]: (@[4]) @[9] @[1]x"
    shown = show_mentions(stored, names)
    assert shown == "@Ana Kováč's, @Jean-François Dupré @Bo O'Neill: (@Bo Berg) @[9] @[1]x"
    assert store_mentions(shown, NAMES) == stored


def test_show_mentions_of_a_shared_name_stay_stored() -> None:
    assert show_mentions("@[1] @[2]", {1: "Ana", 2: "ana"}) == "@[1] @[2]"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["@[1]", "@[3]", "@[4]", " ", "word", ".", "\n", "`", "@", "Ana", "-"]), max_size=20).map(
        "".join
    )
)
def test_mentions_survive_an_edit(stored: str) -> None:
    names = {1: "Ana Kováč", 3: "Bo O'Neill", 4: "Bo Berg"}
    stored = store_mentions(stored, NAMES)
    assert mentions(store_mentions(show_mentions(stored, names), NAMES)) == mentions(stored)


@pytest.mark.parametrize("piece", ["@", "@ana ", "`", "``` ", "`a\n", "``a", "<a", "@a.-", "@zz zz zz "])
def test_store_mentions_is_bounded(piece: str) -> None:
    number = 50_000 // len(piece)
    assert_grows_with_the_text(lambda text: store_mentions(text, NAMES), lambda count: piece * count, number)

"""What goes into the document, for whom, and how it is handed out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from documents import pandoc
from members.models import Group
from members.services import add_member
from roadmap.document import DocumentRecord, read_json, read_markdown
from roadmap.export import FORMS, document_of, named
from roadmap.models import Participation, Relation, Roadmap, Technology
from roadmap.services import add_technologies, make_idea, save_text
from tests.conftest import Cast, make_person
from tests.pages import assert_same_queries
from tests.roadmap.conftest import met


def part(technology: Technology, facility: object, part: str, *, confirmed: bool) -> None:
    by = Technology.objects.get(pk=technology.pk).group.memberships.first()
    assert by is not None
    Participation.objects.create(
        technology=technology,
        facility=facility,
        part=part,
        said_on=date(2026, 2, 12),
        confirmed_at=timezone.now() if confirmed else None,
        confirmed_by=by.member if confirmed else None,
    )


def write(cast: Cast, technology: Technology, body: str, title: str = "") -> Technology:
    technology = Technology.objects.select_related("text__head", "group").get(pk=technology.pk)
    assert technology.text.head is not None
    save_text(
        technology=technology,
        base=technology.text.head.number,
        title=title or technology.text.title,
        body=body,
        note="",
        small=False,
        by=cast.chair,
    )
    return Technology.objects.select_related("text__head", "group").get(pk=technology.pk)


def record_of(cast: Cast, *, names: bool = True) -> DocumentRecord:
    return named(document_of(cast.group, cast.viewer(cast.member), names=names, on=date(2026, 11, 25)))


def test_document_says_what_is_planned(cast: Cast, technologies: list[Technology]) -> None:
    first, second, third = technologies
    meeting = met(cast, date(2026, 3, 12))
    second = write(cast, second, "Words about T1.")
    second.state, second.agreed_version, second.agreed_meeting = "agreed", second.text.head, meeting
    second.asked_of_directors = "Two people"
    second.save()
    second.writers.add(cast.member)
    Relation.objects.create(technology=second, other=third, kind="needs")
    Relation.objects.create(technology=first, other=second, kind="overlaps")
    Relation.objects.create(technology=first, other=third, kind="needs", taken_back_at=timezone.now())
    Roadmap.objects.filter(group=cast.group).update(due_on=date(2027, 2, 17), due_for="the directors’ meeting")

    record = record_of(cast)

    assert [one.heading for one in record.technologies] == [
        "Technology 1: Data portal",
        "Technology 2: User office",
        "Technology 3: Training",
    ]
    assert record.title == "Optics Technology Roadmap"
    assert record.edition_words == "Edition of 25 Nov 2026, 3 technologies: 1 agreed, 0 ready, 2 being written."
    assert record.due_words == "For the directors’ meeting on 17 Feb 2027."
    two = record.technologies[1]
    assert two.state_words == "Agreed on version 2 in the meeting of 12 Mar 2026"
    assert (two.text, two.asked_of_directors, two.writers) == ("Words about T1.", "Two people", ("Bo O'Neill",))
    assert two.standing == "Nobody has said yet; 5 could."
    assert (two.relations.needs, two.relations.overlaps) == ((3,), (1,))
    assert record.technologies[2].relations.needed_by == (2,)
    assert record.technologies[0].relations.needs == ()


def test_parts_go_in_only_as_confirmed(cast: Cast, technology: Technology) -> None:
    part(technology, cast.lakeside, "does_not", confirmed=False)
    part(technology, cast.hillside, "leads", confirmed=True)
    one = record_of(cast).technologies[1]
    assert one.parts.leads == ("HILL",)
    assert one.parts.does_not == ()
    assert "LAKE" not in one.standing

    Participation.objects.filter(facility=cast.lakeside).update(confirmed_at=timezone.now(), confirmed_by=cast.chair)
    one = record_of(cast).technologies[1]
    assert one.parts.does_not == ("LAKE",)
    assert one.standing.endswith("LAKE does not take part (said on 12 Feb 2026).")


def test_ideas_stay_out_and_what_left_is_one_line(cast: Cast, technologies: list[Technology]) -> None:
    first, second, third = technologies
    make_idea(group=cast.group, words="a common catalogue", by=cast.chair)
    first.state = "withdrawn"
    first.save()
    second.state, second.merged_into = "merged", third
    second.save()
    record = record_of(cast)
    assert [one.number for one in record.technologies] == [3]
    assert record.gone_words == "T1 is withdrawn; T2 is part of T3."


def test_people_are_named_only_where_names_are_shown(cast: Cast, technology: Technology) -> None:
    technology.writers.add(cast.member)
    write(cast, technology, f"Ask @[{cast.member.pk}], or @[99999]; not `@[{cast.member.pk}]`.")
    inside, outside = record_of(cast), record_of(cast, names=False)
    assert inside.technologies[1].text == f"Ask @Bo O'Neill, or a member; not `@[{cast.member.pk}]`."
    assert outside.technologies[1].text == f"Ask a member, or a member; not `@[{cast.member.pk}]`."
    assert (inside.technologies[1].writers, outside.technologies[1].writers) == (("Bo O'Neill",), ())


def test_people_of_another_group_are_not_named_whatever_id_is_typed(cast: Cast, technology: Technology) -> None:
    write(cast, technology, f"Ask @[{cast.outsider.pk}] and @[{cast.member.pk}].")
    client = cast.client(cast.member)
    for form in FORMS:
        assert "Faye" not in client.get(f"/optics/download/{form}/").content.decode(errors="replace")
    assert record_of(cast).technologies[1].text == "Ask a member and @Bo O'Neill."
    edit = client.get("/optics/T2/edit/").content.decode()
    assert f"Ask @[{cast.outsider.pk}] and @Bo O&#x27;Neill." in edit


def test_document_of_a_group_one_may_not_see_is_empty(cast: Cast, technology: Technology) -> None:
    assert document_of(cast.group, cast.viewer(cast.outsider), names=False).record.technologies == ()


@pytest.mark.parametrize("form", FORMS)
def test_download_is_a_file(cast: Cast, technologies: list[Technology], form: str) -> None:
    answer = cast.client(cast.observer).get(f"/optics/download/{form}/")
    assert answer.status_code == 200
    today = timezone.localdate().isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="optics-technology-roadmap-{today}.{form}"'
    assert answer["Content-Type"] == FORMS[form].content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert len(answer.content) > 100


def test_downloads_read_back_to_the_same(cast: Cast, technologies: list[Technology]) -> None:
    write(cast, technologies[0], "# Why\n\nBecause of T2.[^1]\n\n[^1]: So.")
    client = cast.client(cast.member)
    markdown = read_markdown(client.get("/optics/download/md/").content.decode())
    assert markdown == read_json(client.get("/optics/download/json/").content.decode())
    assert markdown is not None
    assert markdown.technologies[0].text == "# Why\n\nBecause of T2.[^1]\n\n[^1]: So."


def test_download_is_not_there_for_outsiders_nor_in_other_forms(cast: Cast, technology: Technology) -> None:
    assert cast.client(cast.outsider).get("/optics/download/md/").status_code == 404
    assert cast.client(cast.member).get("/optics/download/exe/").status_code == 404


def test_guest_takes_a_file_without_names(cast: Cast, technology: Technology) -> None:
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    technology.writers.add(cast.member)
    write(cast, technology, f"@[{cast.member.pk}] writes.")
    for form in ("md", "html", "json", "csv"):
        words = cast.client(None).get(f"/optics/download/{form}/").content.decode()
        assert "a member writes." in words
        assert "Neill" not in words


def test_file_name_is_safe_whatever_the_title(cast: Cast, technology: Technology) -> None:
    for title in ('a"; x=../..\\b', "光学路线图", "x" * 200, "Ä Ö"):
        Roadmap.objects.filter(group=cast.group).update(title=title)
        disposition = cast.client(cast.member).get("/optics/download/md/")["Content-Disposition"]
        name = disposition.split('"')[1]
        assert name.removesuffix(".md").replace("-", "").isalnum()
        assert name.isascii()
        assert len(name) < 100


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_download_costs_the_same_at_thirty(cast: Cast, technologies: list[Technology], form: str) -> None:
    def fill(found: list[Technology]) -> None:
        for one in found:
            write(cast, one, f"By @[{cast.member.pk}], see T1.")
            one.writers.add(cast.member, cast.chair)
            part(one, cast.hillside, "leads", confirmed=True)
            if one.pk != found[0].pk:
                Relation.objects.create(technology=one, other=found[0], kind="needs")

    fill(technologies)

    def grow() -> None:
        fill(add_technologies(group=cast.group, titles=[f"Technology of {n}" for n in range(30)], by=cast.chair))
        for n in range(20):
            add_member(group=cast.group, member=make_person(f"Person {n}", cast.lakeside, account=False))

    assert_same_queries(cast.client(cast.member), f"/optics/download/{form}/", grow)


def test_word_file_that_cannot_be_made_is_said(
    cast: Cast, technology: Technology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "HEAP", "1k")
    answer = cast.client(cast.member).get("/optics/download/docx/")
    assert answer.status_code == 503
    assert "The Word file could not be made" in answer.content.decode()


def test_list_offers_the_downloads(cast: Cast, technology: Technology) -> None:
    page = cast.client(cast.observer).get("/optics/").content.decode()
    for form in FORMS:
        assert f'href="/optics/download/{form}/"' in page


def test_command_writes_each_form(cast: Cast, technology: Technology, tmp_path: Path) -> None:
    technology.writers.add(cast.member)
    for form in FORMS:
        target = tmp_path / f"out.{form}"
        call_command("export_roadmap", "optics", "--format", form, "-o", str(target))
        assert target.stat().st_size > 100
    made = json.loads((tmp_path / "out.json").read_text())
    assert made["technologies"][1]["writers"] == []
    call_command("export_roadmap", "optics", "--format", "json", "--for", "group", "-o", str(tmp_path / "out.json"))
    assert json.loads((tmp_path / "out.json").read_text())["technologies"][1]["writers"] == ["Bo O'Neill"]


def test_command_writes_to_standard_output(
    cast: Cast, technology: Technology, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    call_command("export_roadmap", "optics", "--format", "md", "-o", "-")
    assert capsysbinary.readouterr().out.startswith(b"---\nwaymark: roadmap 1\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["nowhere"], "There is no group “nowhere” here. Groups: optics, vacuum."), (["optics", "-o", "/"], "/: ")],
)
def test_command_says_what_is_wrong(cast: Cast, technology: Technology, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("export_roadmap", *arguments, "--format", "md")

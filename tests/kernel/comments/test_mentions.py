"""Whom an "@" means, who is offered as one types, and who is told."""

import pytest

from caruban.kernel.comments import actions, people
from caruban.kernel.comments.models import Comment
from caruban.kernel.comments.showing import pieces
from caruban.kernel.events.jobs import follow
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.models import Notice
from tests.factories import a_unit, a_user
from tests.toys.registers import ToyRegister

pytestmark = pytest.mark.django_db


def write(scene, text, by=None):
    return actions.write(scene.toy, by=by or scene.ani, register=ToyRegister, text=text)


def happened(name="comment.written"):
    row = Happening.objects.filter(name=name).latest("pk")
    for _time in range(2):  # the worker may do it twice
        follow(happening=row.pk)


def told(kind="comment.mention"):
    return sorted(Notice.objects.filter(kind=kind).values_list("user__name", flat=True))


def test_a_name_typed_whole_is_found_without_any_script(scene):
    comment = write(scene, "Tolong dilihat, @budi  santoso, sebelum Jumat")

    assert comment.mentioned == [scene.budi.pk]
    assert [one.text for one in pieces(comment.text, comment.names) if one.is_mention] == [
        "@budi  santoso"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@Eka Jauh", "@Doni Petugas",  # of another institution; who may not read toys
        "surel ke ani@Budi Santoso", "@@Budi Santoso", "@Budi", "@Budi Santosoan", "Budi Santoso",
    ],
)  # fmt: skip
def test_nobody_is_mentioned_who_may_not_read_it_or_is_not_named(scene, text):
    assert write(scene, text).mentioned == []


def test_who_is_mentioned_is_told_at_the_place_of_the_comment(scene, address):
    comment = write(scene, "@Budi Santoso dan @Budi Santoso dan @Citra Dewi")
    happened()

    assert told() == ["Budi Santoso", "Citra Dewi"]
    assert set(Notice.objects.values_list("url", flat=True)) == {f"{address}#komentar-{comment.pk}"}


def test_nobody_is_told_of_mentioning_themselves_or_of_a_comment_that_is_gone(scene):
    write(scene, "Saya, @Ani Wijaya")
    happened()
    gone = write(scene, "@Budi Santoso")
    actions.remove(gone, by=scene.ani, register=ToyRegister, record=scene.toy)
    happened()

    assert told() == []


def test_who_may_no_longer_read_the_record_is_not_told(scene):
    from caruban.kernel.accounts.models import Membership
    from caruban.kernel.actions import acting

    write(scene, "@Budi Santoso")
    with acting(scene.citra):
        Membership.objects.filter(user=scene.budi).delete()
    happened()

    assert told() == []


def test_an_edit_tells_only_whom_it_adds(scene):
    comment = write(scene, "@Budi Santoso")
    happened()
    actions.edit(
        comment, by=scene.ani, register=ToyRegister, record=scene.toy,
        text="@Budi Santoso dan @Citra Dewi",
    )  # fmt: skip
    happened("comment.edited")

    assert told() == ["Budi Santoso", "Citra Dewi"]


def test_who_wrote_before_hears_of_an_answer(scene):
    write(scene, "Rodanya lepas", by=scene.budi)
    write(scene, "Sudah dipasang")
    happened()

    assert told("comment.answer") == ["Budi Santoso"]


def test_people_are_offered_by_the_beginning_of_a_name(scene, address, client_of):
    browser = client_of(scene.ani)

    assert "Budi Santoso" in browser.get(f"{address}orang/?q=san").content.decode()
    everyone = browser.get(f"{address}orang/?q=").content.decode()
    assert "Citra Dewi" in everyone
    assert "Eka" not in everyone
    assert "Doni" not in everyone
    assert "<li" not in browser.get(f"{address}orang/", {"q": "%"}).content.decode()


def test_of_two_people_with_one_name_the_unit_says_which(scene):
    other = a_unit(scene.unit.institution, "Dinas Kapal")
    a_user("officer", other, name="Budi Santoso")
    namesakes = [
        name for name, _unit in people.sought(ToyRegister, scene.toy, "Budi", by=scene.ani)
    ]

    assert namesakes == ["Budi Santoso (Dinas Kereta)", "Budi Santoso (Dinas Kapal)"]
    assert write(scene, "@Budi Santoso").mentioned == []
    assert write(scene, "@Budi Santoso (Dinas Kereta)").mentioned == [scene.budi.pk]


def test_the_writer_is_told_of_names_that_mean_nobody(scene, address, client_of):
    page = client_of(scene.ani).post(address, {"text": "@Eka Jauh dan @Citra Dewi"}, follow=True)

    assert "@Eka tidak diberi tahu" in page.content.decode()
    assert "@Citra" not in page.content.decode().split("tidak diberi tahu")[0].split("toast")[-1]
    assert Comment.objects.get().mentioned == [scene.citra.pk]


def test_a_name_of_signs_is_only_a_name(scene):
    sign = a_user("officer", scene.unit, name="O'Brien (x+)* \\d <b>")
    comment = write(scene, f"Halo @{sign.name}")

    assert comment.mentioned == [sign.pk]
    assert [one.text for one in pieces(comment.text, comment.names) if one.is_mention]

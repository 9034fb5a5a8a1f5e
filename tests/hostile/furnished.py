"""What people write beside the records of a scene: comments, names of views, hooks and tokens."""

from datetime import timedelta

from django.utils import timezone

from caruban.kernel.access import may
from caruban.kernel.accounts.models import SignIn
from caruban.kernel.comments.actions import write
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.events.models import Happening
from caruban.kernel.notices.models import Notice
from caruban.kernel.registers.lists.actions import save_view
from caruban.kernel.registers.runs.models import Line, Run
from caruban.kernel.tokens.actions import make
from caruban.kernel.webhooks.actions import add
from caruban.kernel.webhooks.models import Attempt, Delivery
from caruban.kernel.workspace.actions import keep, visit
from caruban.kernel.workspace.places import Place

PLACE = Place.of("/bantuan/", "Bantuan", note="Halaman")


def furnish_person(user):
    """Give somebody a favourite, a visit, a way in that failed, and a notice."""
    keep(PLACE, by=user)
    visit(PLACE, by=user, at=timezone.now())
    SignIn.objects.create(
        user=user, kind=SignIn.Kind.IN, how=SignIn.How.PASSWORD, typed="x", user_agent="Mozilla",
    )  # fmt: skip


def furnish_record(register, record, user):
    """Give a record a comment, its list a view, and its reader a run over it."""
    if may(user, CommentPermission.WRITE, record):
        write(record, by=user, register=register, text="Sudah diperiksa.")
    save_view(register, by=user, name="Tampilan", query="")
    run = Run.objects.create(register=register.name, kind="edit", state="ready", by=user)
    for number, outcome in enumerate(("change", "refused"), start=1):
        Line.objects.create(
            run=run, number=number, record=record.pk, title=str(record), outcome=outcome,
            told=[["name", "dahulu", "kini"]],
        )  # fmt: skip
    return run


def furnish_hook(institution, operator):
    """Give an institution a webhook that was answered."""
    endpoint, _secret = add(
        institution, by=operator, name="Portal kedua", url="https://127.0.0.1/x", events=[]
    )
    delivery = Delivery.objects.create(endpoint=endpoint, key="k", event="x", body="{}")
    Attempt.objects.create(
        delivery=delivery, outcome=Attempt.Outcome.STATUS, milliseconds=1, answer="Tidak"
    )
    return delivery


def furnish_token(user):
    """Give somebody a token."""
    now = timezone.now()
    make(by=user, name="Skrip", scopes=["toy:read"], expires_at=now + timedelta(days=1), now=now)


def furnish_notice(user, record, permission):
    """Tell somebody of the last thing that happened, as if they had been mentioned."""
    Notice.objects.create(
        happening=Happening.objects.latest("pk"), user=user, kind="comment.mention", url="/kerja/",
        model=record._meta.label_lower, subject=record.pk, permission=permission, mailing="never",
    )  # fmt: skip

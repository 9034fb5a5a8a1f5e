"""A house in which every text that anybody could have written is an attack on whoever reads it.

`spoil()` writes it past every form, as an old import or a mistake of ours would; pages may show it
only as the text that it is. `attacks_in(page)` finds what of it became markup.
"""

from html.parser import HTMLParser

from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, JSONField, SlugField, TextField, URLField

TAG = "xss-attack"
MARKUP = (  # no line of a page is too short for the tag
    f"'\"></textarea></title></select><{TAG} onclick=alert(1)><script>alert(2)</script>{{{{7*7}}}}"
)
ADDRESS = f"javascript:alert(3)//'\"><{TAG}>"
LEADING = {"href", "src", "action", "formaction", "data", "srcdoc", "content"}  # to an address
OURS = ("caruban.", "tests.toys")
ADDRESSES = {"webhooks.Endpoint.url", "toys.Toy.page"}
# what no person writes: names of code, places, digests, states; or what the database itself checks
KEPT = {
    "accounts.Membership.role", "accounts.SignIn.address", "accounts.User.email",
    "accounts.User.language", "accounts.User.password", "attachments.Attachment.model",
    "comments.Comment.model", "documents.Blob.media_type", "documents.Blob.scan",
    "documents.Blob.sha256", "documents.Document.reads", "evaluation.Instrument.code",
    "evaluation.Instrument.digest", "events.Happening.name", "events.Happening.organisation_path",
    "events.Happening.subject_table", "history.Change.address", "history.Change.table",
    "limits.Spending.key", "notices.Choice.kind", "notices.Letter.message_id",
    "notices.Notice.kind", "notices.Notice.model", "notices.Notice.permission",
    "notices.Notice.url", "operations.Total.name", "organisations.Organisation.path",
    "organisations.Organisation.region_code", "privacy.Reading.address", "privacy.Reading.field",
    "privacy.Reading.organisation_path", "privacy.Reading.register", "proofs.Proof.instrument",
    "register_api.KeptAnswer.caller", "register_api.KeptAnswer.fingerprint",
    "register_api.KeptAnswer.key", "register_forms.Draft.register", "register_forms.Sent.digest",
    "register_forms.Sent.url", "register_lists.Habit.register", "register_lists.SavedView.register",
    "register_runs.Mapping.head", "register_runs.Mapping.register", "register_runs.Run.digest",
    "register_runs.Run.register", "reports.Report.code", "reports.Report.content",
    "reports.Report.sha256", "tokens.Token.digest", "tokens.TokenUse.address",
    "webhooks.Delivery.event", "webhooks.Delivery.key", "workspace.Visit.model",
    "workspace.Visit.permission", "workspace.Visit.url",
}  # fmt: skip
WRITTEN = "columns that people write"
# columns of structures -> the keys whose texts people wrote; () where all are
STRUCTURES = {
    "events.Happening.details": (),
    "history.Change.before": WRITTEN,
    "history.Change.after": WRITTEN,
    "register_runs.Line.told": (),
    "workspace.Desk.favourites": ("title", "note"),
}


def written():
    """Give every column of text that people write, with its model."""
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and model._meta.managed:
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, CharField | TextField) and not isinstance(
                    field, JSONField | SlugField
                )
                if is_text and not field.choices and str(field) not in KEPT:
                    yield model, field


def spoil():
    """Write an attack into every text of every row; give how many columns have one."""
    done = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger asks anything
    for model, field in written():
        harm = ADDRESS if isinstance(field, URLField) or str(field) in ADDRESSES else MARKUP
        for pk in model._base_manager.values_list("pk", flat=True):
            is_address = harm is ADDRESS  # which a number before it would make harmless
            text = (harm if is_address else f"{pk}{harm}")[: field.max_length]
            done += model._base_manager.filter(pk=pk).update(**{field.attname: text})
    names = {field.column for _model, field in written()}
    for model, field in structures():
        keys = names if STRUCTURES[str(field)] is WRITTEN else STRUCTURES[str(field)]
        for row in model._base_manager.all():
            told = spoilt(getattr(row, field.attname), keys)
            done += model._base_manager.filter(pk=row.pk).update(**{field.attname: told})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return done


def structures():
    """Give the columns of structures in which texts of people stand."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if str(field) in STRUCTURES:
                yield model, field


def spoilt(value, keys, key=""):
    """Give a structure with attacks for its texts."""
    if isinstance(value, dict):
        return {name: spoilt(one, keys, name) for name, one in value.items()}
    if isinstance(value, list):
        return [spoilt(one, keys, key) for one in value]
    return MARKUP if isinstance(value, str) and (not keys or key in keys) else value


class Attacks(HTMLParser):
    """Finds elements, handlers and addresses that came out of a text."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == TAG or (tag == "script" and not given.get("src")):
            self.found.append(tag)
        for name, value in attrs:
            said = (value or "").strip().lower()
            is_run = name in LEADING and said.startswith("javascript:")
            if name.startswith("on") or name == "style" or is_run:
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data):
        if "49" in data and "{{7*7}}" not in data and "></select>49" in data:
            self.found.append("a template that was run")


def attacks_in(page):
    """Give what of an attack became markup in a page."""
    reader = Attacks()
    reader.feed(page)
    return reader.found


def seen(client, url):
    """Give a page as somebody sees it; "" where it is none, or not for them. Undo what it did."""
    with transaction.atomic():
        answer = client.get(url)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        content = b"".join(answer)
        text = content.decode() if is_page else ""
        transaction.set_rollback(True)
    assert answer.status_code < 500, url
    return text

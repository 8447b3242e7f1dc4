"""What writing keeps for speed, recomputed from the versions."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from writing.models import Text, Version


def differences() -> Iterator[str]:
    """Every text whose head, title or version numbers do not follow from its versions. Three queries."""
    texts = Text.objects.annotate(newest=Max("versions__number"), count=Count("versions"))
    for text in texts.filter(Q(head__isnull=True) | ~Q(head__number=F("newest")) | ~Q(head__text=F("pk"))).order_by(
        "pk"
    ):
        yield f"text {text.pk}: its head is not its newest version"
    for text in texts.exclude(count=F("newest")).order_by("pk"):
        yield f"text {text.pk}: its versions are not numbered 1 to {text.count}"
    for version in Version.objects.filter(head_of__isnull=False).exclude(title=F("head_of__title")).order_by("pk"):
        yield f"text {version.text_id}: its title is not that of its newest version"

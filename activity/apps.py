from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "activity"
    verbose_name = "Activity"

    def ready(self) -> None:
        from activity import checks  # noqa: F401 - registers itself
        from activity.kinds import register_loader
        from members.models import Member

        for key in ("actor", "member"):
            register_loader(key, Member.objects.in_bulk)

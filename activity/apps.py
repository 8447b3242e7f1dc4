from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "activity"
    verbose_name = "Activity"

    def ready(self) -> None:
        from activity import checks  # noqa: F401 - registers itself
        from activity.administration import register
        from activity.kinds import register_loader
        from members.models import Member

        register_loader("member", Member.objects.in_bulk)
        register()

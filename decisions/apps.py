from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "Decisions"

    def ready(self) -> None:
        from decisions import checks  # noqa: F401 - registers itself
        from decisions.events import register

        register()
